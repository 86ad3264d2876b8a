"""What a scanning site does with the hub.

A client belongs to one thread: the one that calls it. Only ``interrupt`` may be called from
another. All waits are bounded: `HubSilent` after ``give_up_s`` (three attempts when None).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from queue_client.answers import ShownCheckpoint, Stored, Wanted, Welcome
from queue_client.asking import expect, hello, own_document
from queue_client.codec import write_document
from queue_client.documents import HeldDocument, OfferDocument, SignedDocument
from queue_client.errors import RefusalCode, Refused
from queue_client.keys import HubAddress, KeyPair
from queue_client.link import Link
from queue_client.manifests import manifest_key, sign_manifest
from queue_client.messages import (
    Acknowledge,
    Custody,
    CustodyState,
    Declare,
    DeclaredReply,
    DoneReply,
    Offer,
    Ping,
    Pong,
    Result,
)
from queue_client.shapes import Name
from queue_client.signing import SignedDecision
from queue_client.transfer import Progress, Upload
from queue_client.witness_client import ask_checkpoint


class SiteClient:
    """What a scanning site says to the hub. ``site`` must be the name its key is enrolled by."""

    def __init__(
        self,
        address: HubAddress,
        keys: KeyPair,
        *,
        site: str,
        timeout_s: float = 5.0,
        give_up_s: float | None = None,
    ) -> None:
        self.site = site
        self._manifest_key = manifest_key(keys)
        self._greeted = False
        self._link = Link(address, keys, timeout_s=timeout_s, give_up_s=give_up_s)

    def hello(self) -> Welcome:
        """Greet the hub; raises `Refused` when it knows this key by another name."""
        welcome = hello(self._link, self.site, manifest_key=self._manifest_key.public)
        self._greeted = True
        return welcome

    def send_scan(
        self,
        path: Path,
        *,
        scan_id: str,
        sha256: str,
        meta: Mapping[str, Any],
        progress: Progress | None = None,
    ) -> Stored:
        """Bring a scan package to the hub; returns when the hub has custody of it.

        Resumes where an earlier attempt stood; sending twice is harmless.

        Parameters
        ----------
        meta : mapping
            ``{"head": {...}, "declaration": {...} or None}``, as the domain writes them.
        progress : callable, optional
            Called with (bytes confirmed by the hub, bytes in all).

        Raises
        ------
        Conflict
            If the hub has other content under this scan_id.
        HubBusy, HubSilent
            Try again later; nothing is lost.
        Refused
            If the hub does not accept it, or ``meta`` cannot travel; only
            `RefusalCode.HASH_MISMATCH` may be tried again.
        """
        document = own_document(meta, OfferDocument)
        offer = self._signed(scan_id, sha256, path.stat().st_size, document)
        was_greeted = self._greeted
        if not was_greeted:
            self.hello()  # the hub must know the key before it can hold a signature against it
        try:
            reply = Upload(self._link, path, offer, document, progress).run()
        except Refused as error:
            if error.code is not RefusalCode.NOT_SIGNED:
                raise
            self._greeted = False
            if not was_greeted:
                raise
            self.hello()  # a hub that was restored may have forgotten the key
            reply = Upload(self._link, path, offer, document, progress).run()
        return Stored(case_id=reply.case_id, sha256=reply.sha256, before=reply.before)

    def declare(self, declaration: Mapping[str, Any]) -> bool:
        """Send a declaration that has no scan yet; True when the hub could join it to one.

        Raises `Refused` when it cannot travel, as when the hub does not accept it.
        """
        request = Declare(ask=self._link.next_ask())
        reply = self._link.ask(request, own_document(declaration, dict[str, Any]))
        return expect(reply, DeclaredReply).joined

    def ping(
        self, *, last_sequence: int, spool_depth: int, free_bytes: int
    ) -> list[SignedDecision]:
        """Show that the site lives; returns up to 16 decisions that it has not acknowledged.

        They are *not* verified yet: `queue_client.signing.verify` with the pinned key does that.
        """
        reply = self._link.ask(
            Ping(
                ask=self._link.next_ask(),
                last_sequence=last_sequence,
                spool_depth=spool_depth,
                free_bytes=free_bytes,
            )
        )
        expect(reply, Pong)
        return [
            SignedDecision(record=signed.record, signature=signed.signature)
            for signed in reply.document(list[SignedDocument])
        ]

    def acknowledge(self, decision_id: str) -> None:
        """Tell the hub that a decision has been applied durably; harmless when repeated."""
        reply = self._link.ask(Acknowledge(ask=self._link.next_ask(), decision_id=decision_id))
        expect(reply, DoneReply)

    def report_result(self, result: Mapping[str, Any]) -> None:
        """Tell what a crew found in a container; harmless when repeated.

        Parameters
        ----------
        result : mapping
            As `workstation.domain.inspection.result_to_json` writes it.

        Raises
        ------
        Refused
            If the hub knows no such case or decision here, or has another result of this id.
        """
        request = Result(ask=self._link.next_ask())
        reply = self._link.ask(request, own_document(result, dict[str, Any]))
        expect(reply, DoneReply)

    def checkpoint(self, size: int) -> ShownCheckpoint:
        """Ask for the hub's newest checkpoint; `size` is that of the one kept here, or 0.

        It is *not* verified yet: `workstation.audit.witness` does that.
        """
        return ask_checkpoint(self._link, size)

    def report(self, held: Sequence[HeldDocument], *, last: bool) -> Wanted:
        """Tell what the site holds and has applied; returns what the hub wants of it.

        Harmless when repeated. An empty report only asks. A hub of an earlier version does not
        answer at all: `HubSilent`.
        """
        request = Custody(ask=self._link.next_ask(), last=last)
        reply = self._link.ask(request, write_document(list(held)))
        state = expect(reply, CustodyState)
        return Wanted(
            epoch=state.epoch, owes=state.owes, scan_ids=tuple(reply.document(list[Name]))
        )

    def interrupt(self) -> None:
        """From any thread: end the current and every later wait with `Interrupted`."""
        self._link.interrupt()

    def close(self) -> None:
        """Close the socket; may be called twice."""
        self._link.close()

    def _signed(self, scan_id: str, sha256: str, size: int, document: bytes) -> Offer:
        signature = sign_manifest(
            self._manifest_key,
            site=self.site,
            scan_id=scan_id,
            sha256=sha256,
            size=size,
            document=document,
        )
        return Offer(ask=0, scan_id=scan_id, sha256=sha256, size=size, signature=signature)
