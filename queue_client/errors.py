"""What can go wrong on the wire; each error carries data and one sentence of advice."""

from enum import StrEnum


class RefusalCode(StrEnum):
    """Why the hub refused; a desk or a site puts it into its own words."""

    MALFORMED = "malformed"
    VERSION = "version"
    UPGRADE = "upgrade"
    NOT_SIGNED = "not_signed"
    NOT_ALLOWED = "not_allowed"
    NO_SESSION = "no_session"
    SESSION_ENDED = "session_ended"
    LOGIN_FAILED = "login_failed"
    LOGIN_LOCKED = "login_locked"
    DIRECTORY_SILENT = "directory_silent"
    NO_ROLE = "no_role"
    NO_UPLOAD = "no_upload"
    HASH_MISMATCH = "hash_mismatch"
    PACKAGE_MISSING = "package_missing"
    TOO_LARGE = "too_large"
    TOO_MANY_LEASES = "too_many_leases"
    NOT_LAWFUL = "not_lawful"
    MUST_INSPECT = "must_inspect"
    NOBODY_ABOVE = "nobody_above"
    SKIPS_SPENT = "skips_spent"
    SECOND_OFFICER = "second_officer"
    LOCKED = "locked"
    READ_APART = "read_apart"
    VIEW_OVER = "view_over"
    UNKNOWN = "unknown"
    INTERNAL = "internal"


class QueueError(Exception):
    """The world's doing on the wire: a silent hub, a lapsed lease, a damaged frame."""

    advice: str = ""

    def sentence(self) -> str:
        """Return what happened and what to do, as one line for an officer."""
        text = " ".join(str(self).split()).rstrip(".")
        return f"{text}. {self.advice}" if self.advice else f"{text}."


class HubSilent(QueueError):
    """The hub did not answer in time. A key that is not enrolled is met with silence, too."""

    advice = "Check the network, the hub's address and key, and that this key is enrolled."

    def __init__(self, endpoint: str, waited_s: float) -> None:
        super().__init__(f"the hub at {endpoint} has been silent for {waited_s:.1f} s")
        self.endpoint, self.waited_s = endpoint, waited_s


class HubBusy(QueueError):
    """The hub cannot take this now; nothing was done, and asking again later is right."""

    advice = "It is tried again by itself."

    def __init__(self, why: str, retry_s: float) -> None:
        super().__init__(f"the hub is busy: {why}")
        self.why, self.retry_s = why, retry_s


class Refused(QueueError):
    """The hub understood and said no."""

    advice = "Ask an administrator of the hub."

    def __init__(self, code: RefusalCode, reason: str) -> None:
        super().__init__(f"the hub refused: {reason}")
        self.code, self.reason = code, reason


class Fenced(QueueError):
    """The lease is not valid any more; the case went to somebody else or back to the queue."""

    advice = "Take the next case."

    def __init__(self, case_id: str, token: int) -> None:
        super().__init__(f"case {case_id}: lease {token} is not valid any more")
        self.case_id, self.token = case_id, token
        # Who ended it and why, where a supervisor did and the hub still knows.
        self.officer, self.reason = "", ""


class Conflict(QueueError):
    """The same identity came with other content; nothing was overwritten."""

    advice = "Ask an administrator which of the two is true."

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(f"{what}: {reason}")
        self.what, self.reason = what, reason


class TooLate(QueueError):
    """A decision is final and can only be superseded."""

    advice = "Ask a chief for a superseding decision."

    def __init__(self, decision_id: str) -> None:
        super().__init__(f"decision {decision_id} is final")
        self.decision_id = decision_id


class WireViolation(QueueError):
    """A frame or message breaks the rules of the protocol."""

    advice = "Check that both ends run versions that fit each other."

    def __init__(self, reason: str) -> None:
        super().__init__(f"wire violation: {reason}")
        self.reason = reason


class VersionUnfit(WireViolation):
    """The other end speaks a version of the wire that this end does not."""

    advice = "Upgrade the program that is older."

    def __init__(self, version: int, *, oldest: int, newest: int) -> None:
        super().__init__(f"version {version} of the wire; this end speaks {oldest} to {newest}")
        self.version, self.oldest, self.newest = version, oldest, newest


class PackageDamaged(QueueError):
    """A file arrived, twice, with another hash than it should have."""

    advice = "Ask an administrator to check the hub's store."

    def __init__(self, sha256: str, found: str) -> None:
        super().__init__(f"package {sha256[:12]} arrived as {found[:12]}")
        self.sha256, self.found = sha256, found


class SignatureInvalid(QueueError):
    """A signed record does not carry the hub's signature."""

    advice = "Do not act on it; call the review room."

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}: the signature is not the hub's")
        self.what = what


class KeyProblem(QueueError):
    """A key file is missing, open to others, or not a key."""

    advice = "Make or correct the key file with 'reviewroom keys'."

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where, self.reason = where, reason


class DoorUnsafe(QueueError):
    """The start-up test found that a stranger's key is let in, or that nobody checks keys."""

    advice = "The hub does not open. Report this to the administrator."

    def __init__(self, reason: str) -> None:
        super().__init__(f"the hub's door is not safe: {reason}")
        self.reason = reason


class EndpointUnavailable(QueueError):
    """The hub cannot listen where it was told to."""

    advice = "Stop the other program (perhaps a second hub), or choose another endpoint."

    def __init__(self, endpoint: str, reason: str) -> None:
        super().__init__(f"cannot listen at {endpoint} ({reason})")
        self.endpoint, self.reason = endpoint, reason


class AddressElsewhere(EndpointUnavailable):
    """The hub was told to listen at an address that its machine does not have."""

    advice = "Name an address of this machine in 'endpoint', or 0.0.0.0 for all of them."


class Interrupted(QueueError):
    """The program is closing; the request was left without its answer."""

    def __init__(self) -> None:
        super().__init__("interrupted")
