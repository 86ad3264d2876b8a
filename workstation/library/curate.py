"""The acts of a librarian: propose a typical model, approve it, retire it, index it again."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workstation.domain.errors import LibraryProblem, ReviewRoomError, ScanUnreadable
from workstation.domain.typical_model import ModelState, TypicalModel
from workstation.library.ports import ModelShelf

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelLabel:
    """What a librarian says about a model: goods, names, and where it comes from.

    Raises
    ------
    LibraryProblem
        If the HS code is not 2 to 10 digits, or the name is empty.
    """

    hs: str
    name: str
    name_zh: str = ""
    prohibited: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        if not (self.hs.isascii() and self.hs.isdigit() and 2 <= len(self.hs) <= 10):
            raise LibraryProblem("library", f"HS code {self.hs!r} is not 2 to 10 digits")
        if not self.name.strip():
            raise LibraryProblem("library", "a typical model needs a name")


def propose(
    shelf: ModelShelf, package: Path, description: bytes, label: ModelLabel, *, now: datetime
) -> TypicalModel:
    """Put a model on the shelf as proposed; the engine does not use it yet.

    The id is made of the HS code and the package's hash, so that proposing the same picture for
    the same goods twice is harmless.
    """
    sha256 = _sha256_of(package)
    model = TypicalModel(
        model_id=f"{label.hs}-{sha256[:12]}",
        hs=label.hs,
        name=label.name.strip(),
        name_zh=label.name_zh.strip(),
        prohibited=label.prohibited,
        state=ModelState.PROPOSED,
        package_sha256=sha256,
        source=label.source,
        added_at=now,
    )
    return shelf.add(model, package, description)


def approve(shelf: ModelShelf, model_id: str, *, now: datetime) -> TypicalModel:
    """Let the engine use a model; raises `LibraryProblem` when there is none of that id."""
    return _changed(shelf, model_id, ModelState.APPROVED, now)


def retire(shelf: ModelShelf, model_id: str, *, now: datetime) -> TypicalModel:
    """Take a model out of use; its record and picture stay. Raises `LibraryProblem`."""
    return _changed(shelf, model_id, ModelState.RETIRED, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """A model that was described anew, or the problem that kept it from that."""

    model_id: str
    problem: ReviewRoomError | None = None


def index_again(
    shelf: ModelShelf, model_ids: Iterable[str], describe_package: Callable[[Path], bytes]
) -> Iterator[Indexed]:
    """Describe models anew, one at a time; yields each when it is done.

    A model whose package is missing or unreadable keeps its description, and the rest goes on.
    Raises `StorageUnavailable` when the shelf itself fails.
    """
    for model_id in model_ids:
        try:
            shelf.describe(model_id, describe_package(shelf.package(model_id)))
        except KeyError:
            problem = LibraryProblem("library", f"the package of model {model_id} is missing")
            yield Indexed(model_id=model_id, problem=problem)
        except ScanUnreadable as error:
            yield Indexed(model_id=model_id, problem=error)
        else:
            yield Indexed(model_id=model_id)


def _changed(shelf: ModelShelf, model_id: str, state: ModelState, now: datetime) -> TypicalModel:
    try:
        return shelf.change_state(model_id, state, now=now)
    except KeyError as error:
        raise LibraryProblem("library", f"there is no model {model_id!r}") from error


def _sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
