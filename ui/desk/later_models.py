"""Models that come after their case, and are handed on one a turn of the loop when it opens."""

from collections import deque

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ui.prepared import PreparedModel

_MOST_CASES = 8


class LaterModels(QObject):
    """Keeps the models of the cases at hand; a prepared case itself stays frozen."""

    arrived = Signal(object)  # PreparedModel of the open case

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kept: dict[str, dict[str, PreparedModel]] = {}
        self._open: str | None = None
        self._coming: deque[PreparedModel] = deque()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._bring)

    @property
    def are_coming(self) -> bool:
        """Whether some of the open case's are still to be handed on."""
        return bool(self._coming)

    def of(self, case_id: str) -> tuple[PreparedModel, ...]:
        """Return the matched models of a case that are here, in the order of their coming."""
        return tuple(self._kept.get(case_id, {}).values())

    def take(self, case_id: str, model: PreparedModel) -> None:
        """Keep a model, and hand it on when its case is open."""
        # One that only explains a region is asked for again when the case is: it takes room.
        if model.match is not None:
            self._kept.setdefault(case_id, {})[model.ref.model] = model
        while len(self._kept) > _MOST_CASES:
            self._kept.pop(next(iter(self._kept)))
        if case_id != self._open:
            return
        if self._coming:
            self._coming.append(model)  # behind better ones that came before their case
        else:
            self.arrived.emit(model)

    def show(self, case_id: str | None) -> None:
        """Hear which case is open now; what is here of it is handed on from the next turn on."""
        self._open = case_id
        self._coming = deque(() if case_id is None else self.of(case_id))
        if self._coming:
            self._timer.start()
        else:
            self._timer.stop()

    def forget(self, case_id: str) -> None:
        """Let go of the models of a case that has left the desk."""
        self._kept.pop(case_id, None)

    def forget_all(self) -> None:
        """Let go of all."""
        self._kept.clear()

    @Slot()
    def _bring(self) -> None:
        if self._coming:
            self.arrived.emit(self._coming.popleft())
        if not self._coming:
            self._timer.stop()
