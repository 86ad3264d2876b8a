"""What the hub does with films of reviews: keeps them, and shows them to those who audit."""

import base64
import binascii
import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

import msgspec

from queue_client.asking import shaped
from queue_client.errors import Conflict, RefusalCode, Refused
from queue_client.supervision_documents.film import (
    DecisionAnswer,
    DecisionQuestion,
    EvidenceNote,
    ExportAnswer,
    FilmDocument,
    FilmKept,
)
from queue_client.supervision_messages import Steer, SteerAct, Topic
from workstation.domain.errors import ContentConflict
from workstation.domain.four_eyes import ExportLeave
from workstation.domain.law import Stage
from workstation.hub.blindness import Blindness, reads_cases
from workstation.hub.clocks import wall
from workstation.hub.sessions import Seat
from workstation.hub.supervision import Contribution

_LOG = logging.getLogger(__name__)
PACKAGE_AUDITED: Final = "scan:package:audited"
"""The entry of a recorded package that was handed out to somebody who audits."""
EVIDENCE_EXPORTED: Final = "export:evidence"
"""The entry of an evidence report that was written to a file."""
_REMEMBERED: Final = 4000
_READ: Final = frozenset(
    stage.value for stage in (Stage.DECIDED, Stage.ANNOUNCED, Stage.INSPECTED, Stage.CLOSED)
)
"""Stages of a case that nobody reads any more."""


class DecisionFiles(Protocol):
    """Reads what is kept about decisions, from any thread.

    All methods raise ``StorageUnavailable`` when the store cannot be used.
    """

    def decision(self, decision_id: str) -> dict[str, Any]:
        """Return a decision with all that surrounds it; raises ``KeyError``."""

    def film(self, decision_id: str) -> bytes | None:
        """Return the packed film of a decision; None when none is kept."""

    def package(self, sha256: str) -> Path | None:
        """Return where a scan's or a typical model's package lies; None for any other file."""


class FilmRecords(Protocol):
    """The part of the records that belongs to films; see `workstation.hub.ports.Records`."""

    def keep_film(self, decision_id: str, packed: bytes, *, now: datetime) -> str:
        """Keep a film, once, and return its SHA-256.

        Raises ``KeyError`` when there is no such decision, ``ContentConflict`` when it names
        another film or none.
        """

    def export_leave(self, decision_id: str, *, officer: str, now: datetime) -> ExportLeave:
        """Return whether an officer may take pictures away; raises ``KeyError``."""

    def ask_export(
        self, decision_id: str, *, officer: str, reason: str, now: datetime
    ) -> ExportLeave:
        """Return the same, and ask another officer where it is not granted."""

    def note(self, tag: str, facts: Mapping[str, object], *, now: datetime) -> None:
        """Write an audit entry for an event that changes no record."""


class Films:
    """Answers about one decision, takes films, and hands out packages to those who audit.

    Parameters
    ----------
    files : DecisionFiles
        Asked in the thread of the questions, and for packages in the broker's.
    records : FilmRecords
        Belongs to the broker's thread.
    blindness : Blindness
        Which case somebody looks at again: they are told nothing of it.
    """

    def __init__(
        self, files: DecisionFiles, records: FilmRecords, blindness: Blindness | None = None
    ) -> None:
        self._files, self._records = files, records
        self._blindness = Blindness() if blindness is None else blindness
        self._named: dict[str, Path] = {}  # packages of decisions that were told
        self._handed_out: dict[tuple[str, str], Path] = {}

    def contribution(self) -> Contribution:
        """Return what this subject brings to the supervisor's room."""
        return Contribution(
            answerers={Topic.DECISION: self.decision, Topic.FILM: self.film},
            steerers={
                SteerAct.KEEP_FILM: self.keep,
                SteerAct.ASK_EXPORT: self.ask_export,
                SteerAct.NOTE_EVIDENCE: self.note_evidence,
            },
            shelf=self.package,
        )

    def decision(self, seat: Seat, question: dict[str, Any]) -> dict[str, Any]:
        """Return everything that is kept about one decision."""
        asked = shaped(question, DecisionQuestion)
        answer = self._told(seat, asked.decision_id)
        self._remember(str(answer.case["sha256"]), *(model.sha256 for model in answer.models))
        return _plain(answer)

    def film(self, seat: Seat, question: dict[str, Any]) -> dict[str, Any]:
        """Return the film of a decision."""
        asked = shaped(question, DecisionQuestion)
        holds = self._blindness.case_of(seat.officer.officer_id) is not None
        if holds or reads_cases(seat.officer.roles):
            self._told(seat, asked.decision_id)
        packed = self._files.film(asked.decision_id)
        if packed is None:
            raise Refused(RefusalCode.UNKNOWN, "no film of this decision is kept")
        written = base64.b64encode(packed).decode("ascii")
        return _plain(FilmDocument(decision_id=asked.decision_id, packed=written))

    def _told(self, seat: Seat, decision_id: str) -> DecisionAnswer:
        """Return a decision, unless its case may come to this officer, or has, to be read apart."""
        try:
            told = self._files.decision(decision_id)
        except KeyError as error:
            raise Refused(RefusalCode.UNKNOWN, "there is no such decision") from error
        answer = msgspec.convert(told, DecisionAnswer)
        if reads_cases(seat.officer.roles) and answer.case.get("stage") not in _READ:
            raise Refused(RefusalCode.READ_APART, "this case is still being read")
        self._blindness.refuse(seat.officer.officer_id, answer.case.get("case_id"))
        return answer

    def keep(self, seat: Seat, _order: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Keep the film of a decision; what the decision does not name is refused."""
        told = shaped(document, FilmDocument)
        try:
            packed = base64.b64decode(told.packed, validate=True)
            sha256 = self._records.keep_film(told.decision_id, packed, now=wall())
        except (binascii.Error, KeyError) as error:
            raise Refused(RefusalCode.NOT_LAWFUL, "no film of a decision recorded here") from error
        except ContentConflict as error:
            facts = {"decision": told.decision_id, "officer": seat.officer.officer_id}
            _LOG.warning("a film is not the one that its decision names", extra=facts)
            raise Conflict(f"film of decision {told.decision_id}", str(error)) from error
        return _plain(FilmKept(sha256=sha256))

    def ask_export(self, seat: Seat, order: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Tell whether an evidence report may be written, and ask another officer if need be.

        Its pictures leave the room, so two have to agree; the answer holds for a day.
        """
        asked = shaped(document, DecisionQuestion)
        officer, reason = seat.officer.officer_id, order.reason.strip()
        try:
            leave = self._records.ask_export(
                asked.decision_id, officer=officer, reason=reason, now=wall()
            )
        except KeyError as error:
            raise Refused(RefusalCode.UNKNOWN, "there is no such decision") from error
        return _plain(
            ExportAnswer(
                granted=leave.granted,
                agreed_by=leave.agreed_by,
                asked_by=leave.asked_by,
                yours=leave.asked_by == officer,
            )
        )

    def note_evidence(self, seat: Seat, order: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Write down that somebody has taken an evidence report away, and who agreed.

        What a desk of before wrote without asking is noted as well, with nobody who agreed.
        """
        told = shaped(document, EvidenceNote)
        try:
            leave = self._records.export_leave(
                told.decision_id, officer=seat.officer.officer_id, now=wall()
            )
        except KeyError as error:
            raise Refused(RefusalCode.UNKNOWN, "there is no such decision") from error
        facts = {
            "agreed_by": leave.agreed_by,
            "decision": told.decision_id,
            "sha256": told.sha256,
            "language": told.language,
            "officer": seat.officer.officer_id,
            "desk": seat.desk,
            "reason": order.reason,
        }
        self._records.note(EVIDENCE_EXPORTED, facts, now=wall())
        return {}

    def package(self, seat: Seat, sha256: str) -> Path | None:
        """Return a recorded package; whoever is handed one is written down, once a session."""
        key = (seat.token, sha256)
        path = self._handed_out.get(key)
        if path is None:
            path = self._named.get(sha256) or self._files.package(sha256)
            if path is None:
                return None
            facts = {"sha256": sha256, "officer": seat.officer.officer_id, "desk": seat.desk}
            self._records.note(PACKAGE_AUDITED, facts, now=wall())
            self._handed_out[key] = path
            while len(self._handed_out) > _REMEMBERED:
                self._handed_out.pop(next(iter(self._handed_out)))
        return path

    def _remember(self, *packages: str) -> None:
        """Look packages up in the thread of the questions, so that the broker need not."""
        for sha256 in packages:
            path = self._files.package(sha256) if sha256 and sha256 not in self._named else None
            if path is not None:
                self._named[sha256] = path
        while len(self._named) > _REMEMBERED:
            self._named.pop(next(iter(self._named)))


def _plain(answer: msgspec.Struct) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(answer)
    return told
