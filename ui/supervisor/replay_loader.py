"""Fetches what belongs to one decision: its papers, its film, its scan and its typical models."""

import base64
import logging
import shutil
import tempfile
import weakref
import zlib
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from queue_client.supervision_documents.film import AuditedModel
from queue_client.supervision_messages import Topic
from ui.decoded import DecodedScan
from ui.jobs import Jobs, LatestOnly
from ui.prepared import (
    PreparedModel,
    Preparer,
    match_of,
    picture_of,
    pictures_of_other_views,
    standing_in,
)
from ui.supervisor.audited import AnswerUnreadable, Audited, read_answer, ref_of
from viewer.prepare import prepare
from workstation.domain.comparison import Rectangle
from workstation.domain.errors import ReviewRoomError
from workstation.imaging.container import find_container
from workstation.imaging.sandbox.apart import apart
from workstation.imaging.scan import Scan
from workstation.review.film import LIMIT_BYTES, Film, FilmUnreadable, film_hash, read_film

_LOG = logging.getLogger(__name__)


class Asking(Protocol):
    """The part of `Questions` that the loader uses."""

    def ask(
        self,
        topic: Topic,
        question: dict[str, Any],
        then: Callable[[dict[str, Any]], None],
        fault: Callable[[str], None],
    ) -> None:
        """Ask the hub."""

    def fetch(
        self,
        sha256: str,
        size: int,
        into: Path,
        then: Callable[[Path], None],
        fault: Callable[[str], None],
    ) -> None:
        """Fetch a recorded package."""


class _Decoding(Jobs):
    """A thread that is there only while something is decoded."""

    def rest(self) -> None:
        """End the thread; another one begins with the next job."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="replay")


class FilmDamaged(ValueError):
    """What came is not the film that the decision names."""


class ReplayLoader(QObject):
    """Loads one decision after the other; the newest that was asked for counts.

    The papers come first, then film and scan, then one typical model after the other. Everything
    is decoded off the Qt thread; what was fetched lies in a folder of its own and goes with it.
    """

    papers_came = Signal(object)  # Audited
    film_came = Signal(object)  # Film, or None when there is none
    scan_came = Signal(object)  # DecodedScan
    model_came = Signal(object)  # PreparedModel
    model_failed = Signal(str)  # id of a model whose picture cannot be had
    failed = Signal(str)  # a sentence: the decision cannot be shown at all
    scan_failed = Signal(str)  # a sentence: its scan cannot be shown
    film_failed = Signal(str)  # a sentence: its film cannot be shown

    def __init__(self, questions: Asking, parent: QObject) -> None:
        super().__init__(parent)
        self._questions = questions
        self.jobs = self._jobs = _Decoding("replay")
        self._folder = Path(tempfile.mkdtemp(prefix="reviewroom-replay-"))
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._preparer = Preparer(_read_package, container_of)
        self._audited: Audited | None = None
        self._models: deque[AuditedModel] = deque()
        self._decoding_scan, self._decoding_model = (
            LatestOnly(self._jobs, self),
            LatestOnly(self._jobs, self),
        )
        self._decoding_scan.answered.connect(self._on_scan)
        self._decoding_scan.failed.connect(self._on_scan_broken)
        self._decoding_model.answered.connect(self._on_model)
        self._decoding_model.failed.connect(self._on_model_broken)

    def load(self, decision_id: str) -> None:
        """Ask for a decision and all that belongs to it."""
        self._audited = None
        self._models.clear()
        question = {"decision_id": decision_id}
        self._questions.ask(Topic.DECISION, question, self._on_papers, self.failed.emit)

    def package(self, sha256: str) -> Path | None:
        """Return where a package lies that was fetched."""
        path = self._folder / f"{sha256}.scan.tif"
        return path if path.is_file() else None

    def rest(self) -> None:
        """End the thread until something is to be decoded again; a running job is waited for."""
        self._models.clear()
        self._jobs.rest()

    # -- papers and film -----------------------------------------------------------------------

    @Slot(object)
    def _on_papers(self, document: dict[str, Any]) -> None:
        try:
            audited = read_answer(document)
        except AnswerUnreadable as error:
            _LOG.warning("a decision cannot be read", extra={"reason": str(error)})
            self.failed.emit(self.tr("The hub's answer about this decision cannot be read."))
            return
        self._audited = audited
        self._models = deque(audited.kept_models)
        self.papers_came.emit(audited)
        if audited.answer.film.kept_at is None:
            self.film_came.emit(None)
        else:
            question = {"decision_id": audited.decision_id}
            self._questions.ask(Topic.FILM, question, self._on_film, self.film_failed.emit)
        case = audited.answer.case
        if case.get("disposed_at"):
            text = self.tr("its package was disposed of on %1; what was decided, and why, stays")
            self.scan_failed.emit(text.replace("%1", str(case["disposed_at"])[:10]))
            return
        into = self._folder / f"{case['sha256']}.scan.tif"
        self._questions.fetch(
            str(case["sha256"]), int(case["size"]), into, self._on_package, self.scan_failed.emit
        )

    @Slot(object)
    def _on_film(self, document: dict[str, Any]) -> None:
        audited = self._audited
        if audited is None or document.get("decision_id") != audited.decision_id:
            return
        try:
            film = _unpacked(str(document["packed"]), audited.answer.film.named)
        except (FilmUnreadable, FilmDamaged, ValueError, zlib.error) as error:
            _LOG.warning("a film cannot be shown", extra={"reason": str(error)})
            self.film_failed.emit(self.tr("it is not the film that the decision names"))
        else:
            self.film_came.emit(film)

    # -- pictures ------------------------------------------------------------------------------

    @Slot(object)
    def _on_package(self, path: Path) -> None:
        audited = self._audited
        if audited is not None and path.name.startswith(str(audited.answer.case["sha256"])):
            self._decoding_scan.ask(lambda: (audited, decode_scan(path, audited.label)))

    @Slot(object)
    def _on_scan(self, decoded: tuple[Audited, DecodedScan]) -> None:
        if decoded[0] is self._audited:  # else another decision was asked for meanwhile
            self.scan_came.emit(decoded[1])
            self._next_model()

    @Slot(object)
    def _on_scan_broken(self, error: BaseException) -> None:
        sentence = error.sentence() if isinstance(error, ReviewRoomError) else str(error)
        self.scan_failed.emit(sentence)

    def _next_model(self) -> None:
        if self._models:
            model = self._models[0]
            into = self._folder / f"{model.sha256}.scan.tif"
            self._questions.fetch(
                model.sha256, model.size, into, self._on_model_package, self._on_model_refused
            )
        else:
            self._jobs.rest()

    @Slot(object)
    def _on_model_package(self, path: Path) -> None:
        audited = self._audited
        if audited is None or not self._models or not path.name.startswith(self._models[0].sha256):
            return
        ref = ref_of(self._models[0])
        preparer = self._preparer

        def decode() -> tuple[Audited, PreparedModel]:
            match = match_of(audited.comparison, ref.model)
            return audited, preparer.model(ref, path, match)

        self._decoding_model.ask(decode)

    @Slot(object)
    def _on_model(self, decoded: tuple[Audited, PreparedModel]) -> None:
        audited, model = decoded
        if audited is self._audited and self._models:
            self._models.popleft()
            self.model_came.emit(model)
            self._next_model()

    @Slot(object)
    def _on_model_broken(self, _error: object) -> None:
        self._on_model_refused("")

    @Slot(str)
    def _on_model_refused(self, _sentence: str) -> None:
        if self._models:
            self.model_failed.emit(self._models.popleft().model)
            self._next_model()


def _read_package(path: Path) -> Scan:
    return apart().read_package(path)


def container_of(scan: Scan) -> Rectangle | None:
    """Return the container's box in a scan's first view [px], or None."""
    box = find_container(scan.main_plane().transmission)
    if box is None:
        return None
    return Rectangle(row=box.row, column=box.column, height=box.height, width=box.width)


def decode_scan(path: Path, label: str) -> DecodedScan:
    """Decode a recorded scan at full resolution, as the desk does; raises `ScanUnreadable`."""
    # A scan of a simulated year is kept as a recipe; the simulator is brought in only for such.
    from workstation.assembly.year_pictures import picture_for  # noqa: PLC0415

    scan = _read_package(picture_for(path))
    container = container_of(scan)
    troubles: list[str] = []
    return DecodedScan(
        picture=prepare(picture_of(scan, label=label, container=container)),
        container=container,
        other_views=pictures_of_other_views(scan, label=label, troubles=troubles),
        troubles=tuple(troubles),
        standing=standing_in(scan, container),
    )


def _unpacked(packed: str, named: str | None) -> Film:
    """Return the film that a decision names; raise `FilmDamaged` when it is another one."""
    unpack = zlib.decompressobj()
    content = unpack.decompress(base64.b64decode(packed, validate=True), LIMIT_BYTES + 1)
    if film_hash(content) != named:
        raise FilmDamaged("what came is not the film that the decision names")
    return read_film(content)
