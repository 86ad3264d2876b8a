"""How it is found out whether a password is an officer's: by the hub's hash, or the directory.

A proof is under way until `advance` says that it is done; nothing here waits.
"""

from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from workstation.domain.directory_proof import DirectoryProof, Word
from workstation.domain.officer import Officer, Role
from workstation.hub.directory_desk import DirectoryDesk
from workstation.hub.sessions import PasswordDesk


class ProvenBy(StrEnum):
    """What a password was held against, as the evidence log tells it."""

    HUB = "hub"
    DIRECTORY = "directory"
    SESSION = "session"  # that which the directory proved when this session began


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whether a password is right; ``silent`` where nobody can tell.

    ``session_hash`` is the password's own, to be kept no longer than the session.
    """

    right: bool
    by: ProvenBy
    silent: bool = False
    reason: str = ""
    withheld: frozenset[Role] = frozenset()
    session_hash: str = field(default="", repr=False)


class Proof(Protocol):
    """A proof under way."""

    def advance(self) -> bool:
        """Go on with what is to be done; True once the answer is there."""

    def found(self) -> Found:
        """Return the answer, once."""


class HubProof:
    """Held against the hash that the hub keeps, or against a stranger's when it keeps none."""

    def __init__(self, passwords: PasswordDesk, kept_hash: str | None, password: str) -> None:
        self._right = passwords.check(kept_hash, password)

    def advance(self) -> bool:
        """Tell whether it was held against it."""
        return self._right.done()

    def found(self) -> Found:
        """Return the answer."""
        return Found(right=self._right.result(), by=ProvenBy.HUB)


class DirectoryLogin:
    """Asked of the directory, and hashed at the same time for the session that may begin.

    The hash takes as long as the check of anybody else's password, so that how long the answer
    takes does not tell who is known.
    """

    def __init__(
        self, directory: DirectoryDesk, passwords: PasswordDesk, officer: Officer, password: str
    ) -> None:
        self._directory = directory
        self._hash = passwords.hash(password)
        self._proof = directory.check(officer.officer_id, password, officer.roles)

    def advance(self) -> bool:
        """Tell whether both are done."""
        return self._proof.done() and self._hash.done()

    def found(self) -> Found:
        """Return the answer, with the hash where it was right."""
        proof = self._proof.result()
        self._directory.heard(proof)
        return _of_directory(proof, self._hash.result())


class DirectoryUnlock:
    """Asked of the directory; of the session's own hash only while no server answers."""

    def __init__(
        self,
        directory: DirectoryDesk,
        passwords: PasswordDesk,
        officer: Officer,
        password: str,
        *,
        session_hash: str,
    ) -> None:
        self._directory, self._passwords = directory, passwords
        self._session_hash, self._password = session_hash, password
        self._proof = directory.check(officer.officer_id, password, officer.roles)
        self._of_session: Future[bool] | None = None

    def advance(self) -> bool:
        """Hold the password against the session's hash when the directory is silent."""
        if not self._proof.done():
            return False
        if self._proof.result().word is not Word.SILENT or not self._session_hash:
            return True
        if self._of_session is None:
            self._of_session = self._passwords.check(self._session_hash, self._password)
        return self._of_session.done()

    def found(self) -> Found:
        """Return the directory's answer, or the session's in its place."""
        proof = self._proof.result()
        self._directory.heard(proof)
        if self._of_session is not None:
            return Found(right=self._of_session.result(), by=ProvenBy.SESSION)
        return _of_directory(proof)


def _of_directory(proof: DirectoryProof, session_hash: str = "") -> Found:
    right = proof.word is Word.RIGHT
    return Found(
        right=right,
        by=ProvenBy.DIRECTORY,
        silent=proof.word is Word.SILENT,
        reason=proof.reason,
        withheld=proof.withheld,
        session_hash=session_hash if right else "",
    )
