"""Applying the room's decisions: at most one per scan, and none opens the gate by mistake.

A decision is believed when the hub's signature holds over it, it is for this site, and it is
about the very package that this site sent. It is written down before it takes effect, and it is
acknowledged after. Without a decision nothing is ever written into the gate folder: the container
stays held.
"""

import hashlib
import json
import logging
import shutil
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from queue_client.errors import SignatureInvalid
from queue_client.signing import SignedDecision, verify
from workstation.audit.witness import Witness
from workstation.domain.decision import Conclusion
from workstation.domain.instants import to_text
from workstation.site_agent import effects
from workstation.site_agent.alarms import Alarm, AlarmBell
from workstation.site_agent.files import write_json
from workstation.site_agent.orders import Order, OrderUnreadable, read_order
from workstation.site_agent.outbox import LAW, Custody, Manifest, Outbox, Step
from workstation.site_agent.ports import HubLine
from workstation.site_agent.settings import SiteSettings

_log = logging.getLogger(__name__)
_SCHEMA: Final = "reviewroom.applied/1"


class Relay:
    """Fetches decisions and applies them. Owned by one thread; may be cut short anywhere."""

    def __init__(
        self, settings: SiteSettings, outbox: Outbox, bell: AlarmBell, *, signing_key: str
    ) -> None:
        self._settings, self._outbox, self._bell = settings, outbox, bell
        self._signing_key = signing_key
        self._witness: Witness | None = None

    def resume(self) -> None:
        """Finish what an earlier run wrote down but did not complete, and check the gate."""
        for manifest in self._outbox.all():
            kept = self._kept(manifest.scan_id)
            if kept is None or manifest.state in {Custody.DONE, Custody.DEAD}:
                continue
            signed = SignedDecision(record=kept["record"], signature=kept["signature"])
            self.apply(signed)
        for path in sorted(self._settings.gate.glob("*.release")):
            kept = self._kept(path.name.removesuffix(".release"))
            if kept is None or kept["record"].get("conclusion") != Conclusion.RELEASE:
                self._bell.ring(
                    Alarm.GATE_WITHOUT_DECISION,
                    path.name,
                    f"The gate file {path.name} stands without a recorded release. "
                    "Hold the container and call the review room.",
                )

    def tick(self, line: HubLine) -> int:
        """Ask the hub for decisions, apply and acknowledge them; return how many were applied.

        Raises
        ------
        QueueError
            If the hub is away; what was applied stays applied and is acknowledged later.
        OSError, StorageUnavailable
            If the decision cannot be made durable; nothing was acknowledged then.
        """
        decisions = line.ping(
            # All that are not acknowledged, always: a release that was held may follow an
            # inspection that was decided after it.
            last_sequence=0,
            spool_depth=len(self._outbox.waiting()),
            free_bytes=shutil.disk_usage(self._settings.folder).free,
        )
        applied = 0
        for signed in decisions:
            if self.apply(signed):
                line.acknowledge(signed.decision_id)
                applied += 1
        self._bear_witness(line)
        return applied

    def _bear_witness(self, line: HubLine) -> None:
        if self._witness is None:
            folder = self._settings.witness
            self._witness = Witness(folder, self._signing_key, self._tell_of_log)
        self._witness.tend(line.checkpoint, time.monotonic())

    def _tell_of_log(self, sentence: str) -> None:
        self._bell.ring(Alarm.LOG_CONTRADICTED, "hub", f"{sentence}.")

    def apply(self, signed: SignedDecision) -> bool:
        """Apply a decision; True when it is in force, now or since long ago, and may be acked."""
        try:
            verify(signed, self._signing_key)
            order = read_order(signed)
        except SignatureInvalid as error:
            return self._alarm(Alarm.NOT_SIGNED, signed.decision_id or "unnamed", str(error))
        except OrderUnreadable as error:
            return self._alarm(Alarm.NOT_LAWFUL, signed.decision_id, f"it is damaged: {error}")
        objection = self._objection(order)
        if objection is not None:
            return self._alarm(objection[0], f"{order.scan_id}.{order.decision_id}", objection[1])
        if self._kept(order.scan_id) is None:
            self._write_down(order.scan_id, signed)
        manifest = self._outbox.get(order.scan_id)
        if manifest is not None and manifest.state is not Custody.DONE:
            self._put_in_force(order, manifest)
        return True

    def _objection(self, order: Order) -> tuple[Alarm, str] | None:
        """Return why an order must not be applied, or None."""
        manifest = self._outbox.get(order.scan_id)
        kept = self._kept(order.scan_id)
        if order.site != self._settings.site:
            return Alarm.NOT_OURS, f"it is for site {order.site}"
        if order.conclusion not in effects.ACTED_ON:
            return Alarm.NOT_LAWFUL, f"a site cannot act on {order.conclusion.value!r}"
        if kept is not None and not _is_same(kept, order):
            first = kept["record"].get("conclusion")
            before = f"scan {order.scan_id} was decided before ({first})"
            now = f"this decision, {order.conclusion.value}, is another"
            return Alarm.SECOND_DECISION, f"{before}, and {now}"
        if manifest is None:
            unknown = (Alarm.NOT_OURS, f"this site never sent scan {order.scan_id}")
            return unknown if kept is None else None
        return self._objection_of(manifest, order, is_kept=kept is not None)

    def _objection_of(
        self, manifest: Manifest, order: Order, *, is_kept: bool
    ) -> tuple[Alarm, str] | None:
        if manifest.decision_id not in {"", order.decision_id}:
            return Alarm.SECOND_DECISION, f"scan {order.scan_id} was decided before"
        if manifest.state is Custody.DONE and is_kept:
            return None
        if (manifest.state, Step.DECIDE) not in LAW:
            return (
                Alarm.NOT_LAWFUL,
                f"scan {order.scan_id} is {manifest.state.value} at this site",
            )
        if order.sha256 != manifest.sha256 or not self._package_is(manifest):
            return Alarm.OTHER_CONTENT, "it is about other content than this site's package"
        return None

    def _alarm(self, alarm: Alarm, about: str, why: str) -> bool:
        self._bell.ring(
            alarm,
            about,
            f"A decision was not applied and the gate stays as it is: {why}. "
            "Hold the container and call the review room.",
        )
        return False

    def _package_is(self, manifest: Manifest) -> bool:
        """Tell whether the package that stands here still is the one that was sent."""
        try:
            with self._outbox.package(manifest.scan_id).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == manifest.sha256
        except FileNotFoundError:
            return False

    def _kept(self, scan_id: str) -> Mapping[str, Any] | None:
        """Return the decision written down for a scan.

        A file that cannot be read counts as a decision unlike any other, so that whatever comes
        next raises an alarm instead of opening the gate.
        """
        try:
            text = self._path(scan_id).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        try:
            kept = json.loads(text)
            if isinstance(kept["record"], dict) and isinstance(kept["signature"], str):
                return dict(kept)
        except (ValueError, KeyError, TypeError):
            pass
        return {"record": {"conclusion": "unreadable"}, "signature": ""}

    def _write_down(self, scan_id: str, signed: SignedDecision) -> None:
        write_json(
            self._path(scan_id),
            {
                "schema": _SCHEMA,
                "record": dict(signed.record),
                "signature": signed.signature,
                "applied_at": to_text(datetime.now(tz=UTC)),
            },
        )

    def _put_in_force(self, order: Order, manifest: Manifest) -> None:
        container = manifest.head.get("container")
        self._outbox.advance(
            order.scan_id,
            Step.DECIDE,
            decision_id=order.decision_id,
            conclusion=order.conclusion.value,
        )
        if order.conclusion is Conclusion.RELEASE:
            effects.release(self._settings, order, container)
        elif order.conclusion is Conclusion.INSPECT:
            package = self._outbox.package(order.scan_id)
            effects.inspect(self._settings, order, container, package)
        else:
            effects.rescan(self._settings, order, container)
        self._outbox.advance(order.scan_id, Step.FINISH, done_at=to_text(datetime.now(tz=UTC)))
        _log.info(
            "decision applied",
            extra={
                "scan": order.scan_id,
                "decision": order.decision_id,
                "conclusion": order.conclusion.value,
            },
        )

    def _path(self, scan_id: str) -> Path:
        return self._settings.decisions / f"{scan_id}.json"


def _is_same(kept: Mapping[str, Any], order: Order) -> bool:
    """Tell whether an order is the very one written down, whatever its transport number."""
    record = kept["record"]
    return bool(
        record.get("decision_id") == order.decision_id
        and record.get("conclusion") == order.conclusion.value
        and record.get("sha256") == order.sha256
    )
