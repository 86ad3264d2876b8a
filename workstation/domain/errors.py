"""What the world does to us: one root, each error with its data and one sentence of advice."""


class ReviewRoomError(Exception):
    """The world's doing: a silent site, a full disk, a file cut short. Never our own bug."""

    advice: str = ""

    def sentence(self) -> str:
        """Return what happened and what to do, as one line for an officer."""
        text = " ".join(str(self).split()).rstrip(".")
        return f"{text}. {self.advice}" if self.advice else f"{text}."


class ScanUnreadable(ReviewRoomError):
    """A scan file is missing, cut short, or not what it claims to be."""

    advice = "Ask the site to send the scan again."

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source, self.reason = source, reason
        # By its words: a reason may come out of the child that decodes, which sends no more.
        told = (advice for words, advice in _OF_ITS_WORDS.items() if words in reason)
        self.advice = next(told, ScanUnreadable.advice)


#: What to do where it is not the scan that is spoilt.
_OF_ITS_WORDS = {
    "No such file": "Check the spelling of the path.",
    "it is not a file": "Name a file; folders, pipes and devices are not read.",
    "Permission denied": "Give the account that runs reviewroom the right to read it.",
    "no picture format": "See docs/formats.md for what is read.",
    ".scan.toml beside it": "See docs/formats.md for how.",
    "is not beside it": "Put it there, or ask the site for it.",
    "put it beside the picture": "Then name both, or the picture alone.",
    "not the energies of one scan": "Name the files of one scan at a time.",
}


class DeclarationUnreadable(ReviewRoomError):
    """A declaration file is missing a field, cut short, or not a declaration."""

    advice = "Export the declaration again from the customs system."

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source, self.reason = source, reason


class StepRefused(ReviewRoomError):
    """The law of a case does not name this step at this stage."""

    advice = "Refresh the case; somebody or something was faster."

    def __init__(self, case: str, stage: str, step: str) -> None:
        super().__init__(f"case {case} is {stage}; {step} is not lawful there")
        self.case, self.stage, self.step = case, stage, step


class NobodyAbove(StepRefused):
    """A case that was handed up to a chief cannot be handed up again."""

    advice = "Decide it: release, inspect or scan again."


class LeaseFenced(ReviewRoomError):
    """The lease that an act names is no longer the case's lease."""

    advice = "The case went back to the queue; take the next one."

    def __init__(self, case: str, token: int) -> None:
        super().__init__(f"case {case}: lease {token} is not valid any more")
        self.case, self.token = case, token


class ContentConflict(ReviewRoomError):
    """The same identity came with other content."""

    advice = "Nothing was overwritten. Ask an administrator which of the two is true."

    def __init__(self, what: str, kept: str, refused: str) -> None:
        super().__init__(f"{what}: have {kept}, was offered {refused}")
        self.what, self.kept, self.refused = what, kept, refused


class StorageUnavailable(ReviewRoomError):
    """The folder or database that keeps the truth cannot be used."""

    advice = "Free space or correct the rights of the folder, then start again."

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where, self.reason = where, reason


class FolderInUse(ReviewRoomError):
    """Another program keeps its truth in the same folder; two writers would spoil it."""

    advice = "Stop the other one, or give this one a folder of its own."

    def __init__(self, folder: str, who: str) -> None:
        super().__init__(f"{folder}: another {who} is at work in this folder")
        self.folder, self.who = folder, who


class LastAdministrator(ReviewRoomError):
    """Without this officer nobody could let others in any more."""

    advice = "Name another administrator first, with a password of the hub's own."

    def __init__(self, officer: str) -> None:
        super().__init__(f"officer {officer} is the last administrator")
        self.officer = officer


class NoLocalAdministrator(ReviewRoomError):
    """A directory proves passwords, and nobody could let others in while it is silent."""

    advice = (
        "Give an administrator a password of the hub's own: 'reviewroom officers password', or "
        "'reviewroom keys officer --role admin'."
    )

    def __init__(self) -> None:
        super().__init__("no administrator who may work has a password that the hub keeps itself")


class DirectoryTrouble(ReviewRoomError):
    """A server of the house's directory does not answer, or not as it must."""

    advice = "Check the server, its certificate and the table [directory]."

    def __init__(self, server: str, reason: str) -> None:
        super().__init__(f"{server}: {reason}")
        self.server, self.reason = server, reason


class SettingsInvalid(ReviewRoomError):
    """A setting is missing, unknown, or out of its range."""

    advice = "Correct the line in the configuration file."

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where, self.reason = where, reason


class LibraryProblem(ReviewRoomError):
    """The library of typical models cannot answer or cannot take a model."""

    advice = "Check the library folder with 'reviewroom library list'."

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where, self.reason = where, reason


class DiskFailed(BaseException):
    """A disk refused to make something durable. The program must end, and not try again.

    Once fsync has failed, the kernel may have dropped the pages and would call the next fsync of
    the same file a success. Only a program that starts anew reads what the disk really holds.
    Not an `Exception`, so that no handler on the way takes it for something to be retried: like
    ``SystemExit`` it flies to the door, which ends the process with `EXIT_STATUS`.
    """

    #: The status that the process ends with; "input/output error" in ``sysexits.h``.
    EXIT_STATUS = 74
    advice = "Nothing was acknowledged that is not durable. Check the disk, then start again."

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where, self.reason = where, reason

    def sentence(self) -> str:
        """Return what happened and what to do, as one line."""
        return f"{str(self).rstrip('.')}. {self.advice}"
