"""Keeping films: each once, only the one that its decision names."""

import hashlib
import zlib
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from workstation.audit.tags import Tag
from workstation.domain.errors import ContentConflict
from workstation.domain.instants import require_zone
from workstation.storage.film_tables import FilmRow
from workstation.storage.homes import Database
from workstation.storage.journal import append
from workstation.storage.tables import DecisionRow

LARGEST_BYTES: Final = 256 * 1024
"""How large a film may be, unpacked; see `workstation.review.film`."""


class FilmRecords:
    """The part of `SqlRecords` that keeps films; see `workstation.hub.ports.Records`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep_film(self, decision_id: str, packed: bytes, *, now: datetime) -> str:
        """Keep the film of a decision, once; the same again changes nothing. Returns its SHA-256.

        Raises
        ------
        KeyError
            If there is no such decision.
        ContentConflict
            If it is not the film that the decision names, or no film at all.
        """
        content = unpacked(packed)
        sha256 = hashlib.sha256(content or b"").hexdigest()
        with self._database.act() as session:
            decision = session.get(DecisionRow, decision_id)
            if decision is None:
                raise KeyError(decision_id)
            named = film_named(decision.evidence)
            if content is None or named != sha256:
                raise ContentConflict(f"film of decision {decision_id}", named or "none", sha256)
            if session.get(FilmRow, decision_id) is None:
                session.add(
                    FilmRow(
                        decision_id=decision_id,
                        sha256=sha256,
                        packed=packed,
                        received_at=require_zone(now, "now"),
                    )
                )
                facts = {"decision_id": decision_id, "sha256": sha256, "bytes": len(content)}
                append(session, Tag.FILM_KEPT, facts, now=now)
        return sha256


def film_named(evidence: dict[str, Any]) -> str | None:
    """Return the SHA-256 of the film that a decision's evidence names."""
    film = evidence.get("film")
    named = film.get("sha256") if isinstance(film, dict) else None
    return named if isinstance(named, str) else None


def film_of(session: Session, decision_id: str) -> FilmRow | None:
    """Return the film that is kept of a decision."""
    return session.get(FilmRow, decision_id)


def unpacked(packed: bytes) -> bytes | None:
    """Return what was packed, or None when it is damaged or larger than any film."""
    unpack = zlib.decompressobj()
    try:
        content = unpack.decompress(packed, LARGEST_BYTES + 1)
    except zlib.error:
        return None
    return content if unpack.eof and len(content) <= LARGEST_BYTES else None
