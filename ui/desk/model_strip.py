"""The matched typical models in a row; the one that is shown is marked."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QSizePolicy, QWidget

from ui import engine_words, foreign, theme
from ui.prepared import PreparedModel
from ui.widgets.texts import Elided, paint, plain

_MOST = 5
_ROOM_FOR_NAME = 4  # heights of a line
_LEAST_WIDTH = 8  # heights of a line: sign, score, and so much of the name that it can be told


class _ModelButton(QPushButton):
    """One model: rank, name, HS code and score, in two plain lines."""

    def __init__(self, model: PreparedModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()  # until it has its place
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)
        self.setMaximumWidth(330)
        theme.tall(self, 34)
        match = model.match
        self._is_prohibited = match is not None and match.prohibited
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(8)
        colour = theme.ALARM if self._is_prohibited else theme.QUIET
        self._sign = plain("▲", colour=colour, bold=True)
        row.addWidget(self._sign)
        self._model, self._name = model, Elided()
        row.addWidget(self._name, 1)
        self._hs = plain(model.ref.hs, colour=theme.ACCENT)
        row.addWidget(self._hs)
        self._score = plain("" if match is None else f"{match.score:.2f}", bold=True)
        row.addWidget(self._score)
        for label in self.findChildren(QWidget):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.retranslate()

    def stand_at(self, place: int) -> None:
        """Say which one in the row it is, counted from 0; a prohibited kind keeps its sign."""
        self.setProperty("place", place)
        if not self._is_prohibited:
            self._sign.setText(str(place + 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the HS code out where it would crowd the name: it stands in the tip."""
        super().resizeEvent(event)
        others = (self._sign, self._hs, self._score)
        taken = sum(label.sizeHint().width() + 8 for label in others) + 20
        room_for_name = self.width() - taken
        self._hs.setVisible(room_for_name >= _ROOM_FOR_NAME * self.fontMetrics().height())

    def retranslate(self) -> None:
        """Write the goods' name in the language that is shown."""
        self._name.say(self._model.name)
        said = f"{self._model.name} {self._model.ref.hs}"
        self.setAccessibleName(said)
        score = self._score.text()
        means = f"\n{score}: {engine_words.likeness_tip()}" if score else ""
        self.setToolTip(foreign.tip(said + means))


class ModelStrip(QWidget):
    """Choose which typical model stands under the scan.

    Where not all of them can be read beside each other, fewer stand there: the chosen one is always
    among them, and a number says how many are behind.
    """

    chosen = Signal(object)  # PreparedModel or None
    picked = Signal()  # a hand chose one: it wants to see it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.tall(self, 40)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 3, 0, 3)
        self._row.setSpacing(6)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._title = plain(colour=theme.QUIET)
        self._row.addWidget(self._title)
        self._behind = plain(colour=theme.QUIET)
        self._behind.hide()
        self._row.addWidget(self._behind)
        self._hint = Elided()
        paint(self._hint, colour=theme.QUIET)
        self._row.addWidget(self._hint, 1)
        self._buttons: list[_ModelButton] = []
        self._made: dict[str, _ModelButton] = {}  # of models that are about to be added
        self._models: list[PreparedModel] = []
        self._at = -1
        self._guest: PreparedModel | None = None
        self._awaited = True  # before the first case nobody knows that nothing matches
        self.retranslate()

    @property
    def model(self) -> PreparedModel | None:
        """The model that is shown."""
        if self._guest is not None:
            return self._guest
        return self._models[self._at] if 0 <= self._at < len(self._models) else None

    def clear(self, *, awaited: bool = False) -> None:
        """Take the models of the former case away; those of the next may be on their way."""
        self._awaited = awaited
        for button in (*self._buttons, *self._made.values()):
            self._row.removeWidget(button)
            button.deleteLater()
        self._made.clear()
        self._buttons, self._models, self._at, self._guest = [], [], -1, None
        self.chosen.emit(None)
        self.retranslate()

    def expect(self, model: PreparedModel) -> None:
        """Make what a model needs that may be added soon: it takes as long as to show the model."""
        if self._has_room_for(model) and model.ref.model not in self._made:
            self._made[model.ref.model] = _ModelButton(model, self)

    def add(self, model: PreparedModel) -> None:
        """Add a matched model as it comes; the first, the best match, is chosen."""
        if not self._has_room_for(model):
            return
        button = self._made.pop(model.ref.model, None) or _ModelButton(model, self)
        button.stand_at(len(self._models))
        self._models.append(model)
        button.clicked.connect(self._on_clicked)
        self._row.insertWidget(len(self._models), button, 3)
        self._buttons.append(button)
        self._hint.say("")
        # The others keep what they say: to write it anew takes as long as to show the model.
        if self._at < 0 and self._guest is None:
            self._choose(0)
        else:
            self._fit()

    def _has_room_for(self, model: PreparedModel) -> bool:
        return len(self._models) < _MOST and self.model_of(model.ref.model) is None

    def model_of(self, model_id: str) -> PreparedModel | None:
        """Return the model of an id, if it stands in the row."""
        return next((model for model in self._models if model.ref.model == model_id), None)

    def show_model(self, model: PreparedModel) -> None:
        """Choose a model, also one that matches nothing and so has no place in the row."""
        if model in self._models:
            self._choose(self._models.index(model))
        else:
            self._choose(-1, guest=model)

    def step(self, by: int) -> None:
        """Choose the next or an earlier model, round and round."""
        if self._models:
            self._choose((self._at + by) % len(self._models))
            self.picked.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        self._title.setText(self.tr("Typical models"))
        nothing = "" if self._awaited else self.tr("No typical model matches.")
        self._hint.say("" if self._models else nothing)
        self._behind.setToolTip(self.tr("So many more models; their keys go through all of them"))
        for button in (*self._buttons, *self._made.values()):
            button.retranslate()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many models as can be read."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return the room of one model: those that stand there keep nobody from a narrower row."""
        least = self._title.sizeHint().width() + _LEAST_WIDTH * self.fontMetrics().height()
        return QSize(least, super().minimumSizeHint().height())

    def _fit(self) -> None:
        """Show the best models that there is room for, the chosen one among them."""
        least = _LEAST_WIDTH * self.fontMetrics().height()
        gap, room = self._row.spacing(), self.width() - self._title.sizeHint().width()
        count = len(self._buttons)
        if count * (least + gap) > room:
            room -= self._behind.fontMetrics().horizontalAdvance("+9") + gap
            count = max(1, int(room // (least + gap)))
        last = max(count - 1, self._at)
        shown = {*range(count - 1), last}
        for place, button in enumerate(self._buttons):
            button.setVisible(place in shown)
        behind = len(self._buttons) - count
        self._behind.setText(f"+{behind}")
        self._behind.setVisible(behind > 0)

    def _on_clicked(self) -> None:
        button = self.sender()
        if button is not None:
            self._choose(int(button.property("place")))
            self.picked.emit()

    def _choose(self, place: int, *, guest: PreparedModel | None = None) -> None:
        self._at, self._guest = place, guest
        for i, button in enumerate(self._buttons):
            button.setChecked(i == place)
        self._fit()
        self.chosen.emit(self.model)
