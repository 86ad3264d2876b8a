"""Test images at the hub: made beside a comparison, shown instead of a scan, answered, told.

To its desk a test image is a case like any other: the same message, the same file name, a package
of its own hash. What the desk says of it never becomes a decision. The officer is told at once,
and the scan as it really is comes back to them first, to be decided by itself.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

from queue_client.errors import Fenced
from workstation.domain.case import Case
from workstation.domain.comparison import comparison_from_json
from workstation.domain.decision import Decision
from workstation.domain.errors import LeaseFenced
from workstation.domain.officer import Role
from workstation.domain.projected import (
    ImageAnswer,
    ImagePlan,
    ShownImage,
    area_from_json,
    outcome_of,
    shown_ms,
)
from workstation.domain.recheck import Sampling
from workstation.hub.clocks import wall
from workstation.hub.lots import Draw, is_drawn
from workstation.hub.sessions import Seat

_LOG = logging.getLogger(__name__)
FOLDER: Final = "test_images"
_SUFFIX: Final = ".scan.tif"


class ImageRecords(Protocol):
    """Durable records of test images; one method is one act."""

    def sampling(self) -> Sampling:
        """Return how much is looked at again, as it was set last."""

    def lot_key(self) -> bytes:
        """Return the secret that lots are drawn with."""

    def place_image(self, plan: ImagePlan, *, now: datetime) -> bool:
        """Keep a test image that was made; False when its case has had one."""

    def open_images(self) -> Sequence[ShownImage]:
        """Return the test images that nobody has answered."""

    def image_hashes(self) -> Sequence[str]:
        """Return the hashes of all test images there ever were."""

    def image_of(self, sha256: str) -> ShownImage | None:
        """Return a test image by the hash of its package; None for a scan."""

    def show_image(
        self, image_id: str, *, officer: str, desk: str, token: int, now: datetime
    ) -> None:
        """Note under which lease a test image is shown."""

    def answer_image(self, answer: ImageAnswer, *, desk: str) -> Case:
        """Keep how a test image was met; its case waits again. Raises ``LeaseFenced``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A test image that was answered; ``case`` waits again, None when that was told before."""

    image: ShownImage
    case: Case | None


class Projections:
    """The test images of a hub; owned by the broker's thread. Without records there are none."""

    def __init__(self) -> None:
        self._records: ImageRecords | None = None
        self._folder = Path()
        self._key = b""
        self._open: dict[str, ShownImage] = {}
        self._hashes: set[str] = set()

    def attach(self, records: ImageRecords, data: Path) -> None:
        """Take records, and the hub's data folder; before the hub runs."""
        self._records, self._folder, self._key = records, data / FOLDER, records.lot_key()
        self._open = {one.plan.case_id: one for one in records.open_images()}
        self._hashes = set(records.image_hashes())
        wanted = {one.plan.sha256 for one in self._open.values()}
        for path in self._folder.glob(f"*{_SUFFIX}"):
            if path.name.removesuffix(_SUFFIX) not in wanted:
                _remove(path)  # answered, or never noted because the hub was killed

    # Beside a comparison

    def wish(self, case: Case) -> Mapping[str, Any]:
        """Return what the engine's child shall make beside a comparison; mostly nothing.

        Only cases whose goods are declared: what is declared later would be compared anew.
        """
        if self._records is None or case.declaration is None or case.case_id in self._open:
            return {}
        sampling = self._records.sampling()
        rate = 0.0 if case.site in sampling.quiet_sites else sampling.test_image_rate
        if not is_drawn(self._key, Draw.TEST_IMAGE, case.case_id, rate):
            return {}
        return {"test_image": {"folder": str(self._folder), "seed": self._seed(case)}}

    def made(self, case: Case, beside: Mapping[str, Any]) -> None:
        """Keep a test image that the child has made for a case that waits now."""
        if self._records is None:
            return
        try:
            plan = ImagePlan(
                image_id=str(beside["image_id"]),
                case_id=case.case_id,
                object=str(beside["object"]),
                sha256=str(beside["sha256"]),
                size=int(beside["size"]),
                area=area_from_json(beside["area"]),
                comparison=comparison_from_json(beside["comparison"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            _LOG.warning("a test image is not used", extra={"reason": str(error)})
            return
        if self._records.place_image(plan, now=wall()):
            self._open[case.case_id] = ShownImage(plan=plan)
            self._hashes.add(plan.sha256)

    # Instead of a scan

    def offer(self, case: Case, seat: Seat) -> None:
        """Show a case that has just been leased as a test image, if there is one for it."""
        image = self._open.get(case.case_id)
        if self._records is None or image is None:
            return
        if case.read_by or case.required_role != Role.REVIEWER or case.lease_token is None:
            return
        sampling = self._records.sampling()
        if sampling.test_image_rate <= 0 or case.site in sampling.quiet_sites:
            return
        if self.path(image.plan.sha256) is None:
            return
        shown = replace(
            image, officer=seat.officer.officer_id, desk=seat.desk, token=case.lease_token
        )
        self._records.show_image(
            image.plan.image_id,
            officer=shown.officer,
            desk=shown.desk,
            token=shown.token,
            now=wall(),
        )
        self._open[case.case_id] = shown

    def as_shown(self, case: Case) -> Case:
        """Return a leased case as its desk sees it."""
        image = self._open.get(case.case_id)
        if image is None or not image.token or image.token != case.lease_token:
            return case
        plan = image.plan
        comparison = plan.comparison
        if case.comparison is not None:
            comparison = replace(comparison, lot=case.comparison.lot)
        return replace(
            case,
            package_sha256=plan.sha256,
            package_size=plan.size,
            comparison=comparison,
        )

    def path(self, sha256: str) -> Path | None:
        """Return the package of a test image; None when there is none of that hash."""
        path = self._folder / f"{sha256}{_SUFFIX}"
        return path if self._records is not None and path.is_file() else None

    # Instead of a decision

    def is_image(self, sha256: str) -> bool:
        """Tell whether a hash is that of a test image, answered or not."""
        return sha256 in self._hashes

    def met(self, decision: Decision, *, on_task_s: float) -> Met:
        """Take what an officer says of a test image.

        The same again tells the same. Raises `Fenced` when the lease is not theirs any more.
        """
        image = self._open.get(decision.case_id)
        if self._records is None:
            raise Fenced(decision.case_id, decision.lease_token)
        if image is None or image.plan.sha256 != decision.scan_sha256:
            image = self._records.image_of(decision.scan_sha256)
            if image is None:
                raise Fenced(decision.case_id, decision.lease_token)
        under = (image.token, image.officer, image.desk)
        if under != (decision.lease_token, decision.officer, decision.desk):
            raise Fenced(decision.case_id, decision.lease_token)
        if image.outcome is not None:
            return Met(image=image, case=None)
        answer = ImageAnswer(
            image_id=image.plan.image_id,
            outcome=outcome_of(decision.conclusion, decision.marks, image.plan.area),
            marks=decision.marks,
            time_on_task_s=on_task_s,
            shown_ms=shown_ms(decision.evidence),
            at=decision.decided_at,
        )
        try:
            case = self._records.answer_image(answer, desk=decision.desk)
        except (LeaseFenced, KeyError) as error:
            raise Fenced(decision.case_id, decision.lease_token) from error
        self._open.pop(decision.case_id, None)
        _remove(self._folder / f"{image.plan.sha256}{_SUFFIX}")  # nobody is shown it again
        return Met(image=replace(image, outcome=answer.outcome), case=case)

    def _seed(self, case: Case) -> int:
        return int.from_bytes(self._key[:8]) ^ int(case.package_sha256[:12], 16)


def _remove(path: Path) -> None:
    """Remove the package of a test image; one that cannot be goes at the next start."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _LOG.warning("a test image was not removed", extra={"reason": str(error)})
