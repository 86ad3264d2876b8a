"""The threads that decode: a coarse picture at once, the full ones in the order of looking."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from queue_client.answers import LeasedCase, ModelRef
from ui.decoded import DecodedScan, DecodedShelf
from ui.desk_settings import DEFAULT_PREFETCH_BYTES
from ui.link_news import (
    CaseBroken,
    CaseReady,
    ModelMissing,
    ModelReady,
    News,
    PictureReady,
    trouble_of,
)
from ui.prepared import Fault, PreparedCase, Preparer, comparison_of, match_of, unreadable_case
from viewer.prepare import picture_bytes
from workstation.domain.decision import Mark
from workstation.domain.errors import ScanUnreadable
from workstation.imaging.package_levels import Reach

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Package:
    """What is needed to decode a held case again."""

    lease: LeasedCase
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class _ModelJob:
    """A typical model that waits to be decoded."""

    lease: LeasedCase
    ref: ModelRef
    path: Path


class Decoder:
    """Turns packages into pictures on two threads; every method is safe from any thread.

    One thread does nothing but first, coarse pictures, so that a case which has just arrived is
    never kept waiting by a full one. The other decodes whatever is wanted most: the full picture
    of the case on the screen, then typical models, then the full pictures of the next cases as
    far as the byte budget goes.

    Parameters
    ----------
    tell : callable
        Takes `CaseReady`, `PictureReady` and `ModelReady`; called from the two threads.
    fail : callable
        Takes the id and the error of a case that cannot be shown for a reason that is not the
        scan's own; called from the two threads.
    prefetch_bytes : int
        What full pictures of cases not yet on the screen may take together [bytes].
    """

    def __init__(
        self,
        preparer: Preparer,
        tell: Callable[[News], None],
        fail: Callable[[str, BaseException], None],
        *,
        prefetch_bytes: int = DEFAULT_PREFETCH_BYTES,
    ) -> None:
        self._preparer, self._tell, self._fail = preparer, tell, fail
        self._lock = threading.Lock()
        self._shelf = DecodedShelf(prefetch_bytes)
        self._packages: dict[str, _Package] = {}
        self._early_asked: set[str] = set()
        self._early: dict[str, int] = {}  # shown before they were whole, with their full size
        self._models: deque[_ModelJob] = deque()
        self._stopped = False
        self._first = ThreadPoolExecutor(1, thread_name_prefix="decode-first")
        self._full = ThreadPoolExecutor(1, thread_name_prefix="decode-full")

    @property
    def reaches(self) -> Callable[[Path], tuple[Reach, ...]]:
        """Tells which levels the beginning of a package holds; never waits."""
        return self._preparer.reaches

    def add_early(
        self, lease: LeasedCase, part: Path, marks: tuple[Mark, ...], longest_px: int
    ) -> None:
        """Decode a coarse level of a case that is still being fetched.

        `CaseReady` tells when it can be shown; its full picture waits for `add_case`.
        """
        with self._lock:
            if self._stopped or lease.case_id in self._early_asked:
                return
            self._early_asked.add(lease.case_id)
            self._packages[lease.case_id] = _Package(lease=lease, path=part)
            future = self._first.submit(self._preparer.early, lease, part, marks, longest_px)
        future.add_done_callback(self._early_decoded)

    def add_case(self, lease: LeasedCase, package: Path, marks: tuple[Mark, ...]) -> None:
        """Decode a case that has just been fetched; `CaseReady` tells when it can be shown.

        One that is shown early stays as it is, and its full picture may now be wanted.
        """
        with self._lock:
            if self._stopped:
                return
            self._packages[lease.case_id] = _Package(lease=lease, path=package)
            future = self._first.submit(self._whole, lease, package, marks)
        future.add_done_callback(partial(self._case_decoded, lease, marks))

    def add_broken(self, lease: LeasedCase, marks: tuple[Mark, ...], error: BaseException) -> None:
        """Show a case whose scan is broken: it is still an officer's to refer or to have rescanned.

        Its marks and papers come as with any other case. One that another officer shows is not
        this desk's to refer: looking in ends.
        """
        if lease.is_looked_into:
            self._fail(lease.case_id, error)
            return
        with self._lock:
            self._packages.pop(lease.case_id, None)
            was_shown = self._early.pop(lease.case_id, None) is not None
        _LOG.warning("a scan is broken", extra={"case": lease.case_id, "reason": str(error)})
        if was_shown:
            self._tell(CaseBroken(case_id=lease.case_id, fault=_fault(error)))
            return
        self._tell(CaseReady(case=unreadable_case(lease, marks, _fault(error))))

    def add_model(
        self, lease: LeasedCase, ref: ModelRef, package: Path, *, urgent: bool = False
    ) -> None:
        """Decode a typical model of a case; `ModelReady` tells when it can be shown.

        One that is ``urgent`` goes before the other models: somebody waits for it.
        """
        job = _ModelJob(lease=lease, ref=ref, path=package)
        with self._lock:
            if urgent:
                self._models.appendleft(job)
            else:
                self._models.append(job)
        self._go_on()

    def drop(self, case_id: str) -> None:
        """Forget a case that this desk no longer holds."""
        with self._lock:
            self._packages.pop(case_id, None)
            self._early.pop(case_id, None)
            self._early_asked.discard(case_id)
            self._models = deque(job for job in self._models if job.lease.case_id != case_id)
            self._shelf.forget(case_id)

    def line_up(self, case_ids: Sequence[str]) -> None:
        """Hear which cases are looked at in which order, the one on the screen first."""
        with self._lock:
            self._shelf.line_up(case_ids)
        self._go_on()

    def decoded(self, case_id: str) -> DecodedScan | None:
        """Return a case's full picture if it is here; never waits for a decoder."""
        with self._lock:
            return self._shelf.get(case_id)

    def stop(self) -> None:
        """End both threads; what has not begun is not done."""
        with self._lock:
            self._stopped = True
        for pool in (self._first, self._full):
            pool.shutdown(wait=True, cancel_futures=True)

    # The first picture

    def _whole(
        self, lease: LeasedCase, package: Path, marks: tuple[Mark, ...]
    ) -> PreparedCase | None:
        """Decode a case unless it is shown; runs in the thread that decodes early pictures."""
        with self._lock:
            size_bytes = self._early.get(lease.case_id)
            if size_bytes is not None:
                self._shelf.expect(lease.case_id, size_bytes)
                return None
        return self._preparer.case(lease, package, marks)

    def _early_decoded(self, future: "Future[PreparedCase | None]") -> None:
        """Tell of a case that can be shown already; runs in the decoding thread."""
        if future.cancelled():
            return
        if future.exception() is not None:
            # The whole package is decoded in any case, and fails aloud then.
            _LOG.warning("no early picture", extra={"reason": repr(future.exception())})
            return
        case = future.result()
        if case is None:
            return
        case_id = case.lease.case_id
        with self._lock:
            if case_id not in self._packages:
                return
            self._early[case_id] = picture_bytes(case.picture)
        self._tell(CaseReady(case=case))

    def _case_decoded(
        self, lease: LeasedCase, marks: tuple[Mark, ...], future: "Future[PreparedCase | None]"
    ) -> None:
        """Tell of a case that can be shown, or that it cannot; runs in the decoding thread."""
        if future.cancelled():
            return
        error, case_id = future.exception(), lease.case_id
        if isinstance(error, ScanUnreadable):
            self.add_broken(lease, marks, error)
            return
        if error is not None:
            self._fail(case_id, error)
            return
        case = future.result()
        if case is None:
            self._go_on()
            return
        with self._lock:
            if case_id not in self._packages:
                return
            if case.picture.reduced > 1:
                self._shelf.expect(case_id, picture_bytes(case.picture))
        self._tell(CaseReady(case=case))
        self._go_on()

    # All that is larger

    def _go_on(self) -> None:
        with self._lock:
            if not self._stopped and (self._models or self._shelf.wanted() is not None):
                self._full.submit(self._work)

    def _work(self) -> None:
        """Decode what is wanted, one after another, until nothing is."""
        while (job := self._next()) is not None:
            if isinstance(job, _ModelJob):
                self._decode_model(job)
            else:
                self._decode_full(job)

    def _next(self) -> _ModelJob | _Package | None:
        with self._lock:
            if self._stopped:
                return None
            case_id = self._shelf.wanted()
            if self._models and (case_id is None or not self._shelf.is_open(case_id)):
                return self._models.popleft()
            return None if case_id is None else self._packages[case_id]

    def _decode_full(self, package: _Package) -> None:
        case_id = package.lease.case_id
        try:
            scan = self._preparer.full(package.lease, package.path)
        except ScanUnreadable as error:
            with self._lock:
                self._shelf.forget(case_id)  # it is not wanted again, but its models are
            _LOG.warning("a scan is broken", extra={"case": case_id, "reason": str(error)})
            self._tell(CaseBroken(case_id=case_id, fault=_fault(error)))
            return
        except Exception as error:  # noqa: BLE001 - whatever it was, the case must fail aloud
            self.drop(case_id)
            self._fail(case_id, error)
            return
        with self._lock:
            kept = self._shelf.put(case_id, scan)
        if kept:
            self._tell(PictureReady(case_id=case_id, scan=scan))

    def _decode_model(self, job: _ModelJob) -> None:
        case_id = job.lease.case_id
        match = match_of(comparison_of(job.lease), job.ref.model)
        try:
            model = self._preparer.model(job.ref, job.path, match)
        except Exception as error:  # noqa: BLE001 - the case can be decided without this model
            _LOG.warning("a typical model cannot be shown", extra={"reason": repr(error)})
            self._tell(ModelMissing(case_id=case_id, model=job.ref.model))
            return
        with self._lock:
            held = case_id in self._packages
        if held:
            self._tell(ModelReady(case_id=case_id, model=model))


def _fault(error: BaseException) -> Fault:
    trouble = trouble_of(error)
    return Fault(code=trouble.code, sentence=trouble.sentence)
