"""Why a region is odd: words, and the region beside the models for and against it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import engine_words, theme
from ui.commands import CommandSet
from ui.i18n import in_own_words
from ui.prepared import PreparedCase, PreparedModel, area_of
from ui.widgets.texts import Elided, paint, plain, wrapped
from viewer.crops import Cut, Spot, material_in, same_scale, shared_look
from viewer.link import Basis
from viewer.overlay import RegionKind
from viewer.panes.crop_view import CropView
from viewer.panes.fidelity_line import FidelityLine
from viewer.picture import Picture
from viewer.pixels.look import Look
from workstation.domain.comparison import Deviation, Witness

_WORDS_PX: Final = 236
_LEAST_PX: Final = 190


class Card(QWidget):
    """One crop: what it is above it, whose it is below."""

    clicked = Signal()

    def __init__(self, kind: RegionKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption, self.note = Elided(), Elided(), Elided()
        paint(self.title, bold=True)
        paint(self.note, colour=theme.QUIET, size=8)
        self.crop = CropView(kind)
        self.crop.clicked.connect(self.clicked)
        self._fidelity = FidelityLine(self)
        self._fidelity.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.crop, 1)
        column.addWidget(self.caption)
        column.addWidget(self.note)

    def show_spot(self, spot: Spot, cut: Cut, look: Look, basis: str) -> None:
        """Show a place, and say what its pixels are."""
        self.crop.show_spot(spot, cut.view, look)
        state = self.crop.state
        if state is None:
            return
        mirrored = self.tr("mirrored left to right") if spot.picture.mirrored else ""
        doubts = self._fidelity.doubts(spot.picture, state)
        self.note.say(" · ".join(part for part in (mirrored, doubts, basis) if part))
        self._fidelity.say(spot.picture, state)
        self.crop.setToolTip(self._fidelity.text())

    def show_nothing(self, message: str) -> None:
        """Show a sentence where there is no picture."""
        self.crop.show_nothing(message)
        self.crop.setToolTip("")
        self.note.say("")


class Explanation(QFrame):
    """The chosen region in words, in the scan, and where models come nearest to it.

    The three crops are on one scale and in one grey window; colours, energy and filters are those
    of the scan's pane. It asks for models that
    are not at hand by `model_wanted`, once each, and keeps those of one region only.

    Parameters
    ----------
    commands : CommandSet
    at_hand : callable
        Returns the model of an id, if another part of the desk has it decoded already.
    """

    model_wanted = Signal(str)
    opened = Signal(object)
    """The `Witness` whose crop was clicked; None for the region in the scan."""

    def __init__(
        self,
        commands: CommandSet,
        at_hand: Callable[[str], PreparedModel | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setMinimumHeight(_LEAST_PX)
        self._at_hand = at_hand
        self._case: PreparedCase | None = None
        self._picture: Picture | None = None
        self._look = Look()
        self._regions: tuple[Deviation, ...] = ()
        self._number: int | None = None
        self._models: dict[str, PreparedModel] = {}
        self._asked: set[str] = set()
        self._missing: set[str] = set()
        self.heading, self.words = plain(bold=True), wrapped()
        self.scan_card = Card(RegionKind.DEVIATION)
        self.for_card, self.against_card = Card(RegionKind.MATCH), Card(RegionKind.MATCH)
        self._buttons = [_button(commands, name) for name in ("region.previous", "region.next")]
        self._away = QToolButton()
        self._away.setText("✕")
        self._away.setAutoRaise(True)
        self._away.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._away.clicked.connect(commands["region.explain"].trigger)
        self._lay_out()
        for card in (self.scan_card, self.for_card, self.against_card):
            card.crop.resized.connect(self._draw)
        self.scan_card.clicked.connect(self._open_scan)
        self.for_card.clicked.connect(self._open_for)
        self.against_card.clicked.connect(self._open_against)
        self.retranslate()

    def show_case(self, case: PreparedCase | None) -> None:
        """Turn to another case; its pictures are let go with it."""
        self._case = case
        self._picture = None if case is None else case.picture
        comparison = None if case is None else case.comparison
        self._regions = () if comparison is None else comparison.deviations
        self._number = None
        for kept in (self._models, self._asked, self._missing):
            kept.clear()
        self.retranslate()

    def show_picture(self, picture: Picture) -> None:
        """Take the full picture of the scan in the place of the coarse one."""
        self._picture = picture
        self._draw()

    def set_look(self, look: Look) -> None:
        """Dress the crops as the scan's pane."""
        if look != self._look:
            self._look = look
            self._draw()

    def show_region(self, number: int | None) -> None:
        """Explain a region by its place in the engine's row; None for none."""
        self._number = number
        names = {witness.model for witness in self._witnesses() if witness is not None}
        self._models = {name: model for name, model in self._models.items() if name in names}
        self._asked.intersection_update(self._models)
        self.retranslate()

    def expects(self, model: PreparedModel) -> bool:
        """Tell whether a model was asked for here."""
        return model.ref.model in self._asked

    def offer(self, model: PreparedModel) -> None:
        """Take a model that has come, when the region that is explained needs it."""
        named = {witness.model for witness in self._witnesses() if witness is not None}
        if model.ref.model in named:
            self._models[model.ref.model] = model
            self._missing.discard(model.ref.model)
            self._draw()

    @Slot(str)
    def miss(self, model_id: str) -> None:
        """Hear that a model cannot be shown."""
        self._missing.add(model_id)
        self._draw()

    def model_of(self, witness: Witness) -> PreparedModel | None:
        """Return a witness's model, when it is here."""
        return self._models.get(witness.model) or self._at_hand(witness.model)

    @property
    def region(self) -> Deviation | None:
        """The region that is explained."""
        return None if self._number is None else self._regions[self._number]

    def showEvent(self, event: object) -> None:  # noqa: ARG002 - Qt calls it so
        """Draw what was not drawn while nobody saw it."""
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        self._away.setToolTip(self.tr("Back to the typical model"))
        self._away.setAccessibleName(self._away.toolTip())
        self.scan_card.title.say(self.tr("This scan"))
        self.for_card.title.say(self.tr("Declared goods: nearest place"))
        self.against_card.title.say(self.tr("Other goods: nearest place"))
        region = self.region
        if region is None or self._number is None:
            nothing = self.tr("The engine found no odd region.")
            choose = self.tr("Choose a region: , and . go from one to the next.")
            self.heading.setText("")
            self.words.setText(choose if self._regions else nothing)
        else:
            self.heading.setText(
                self.tr("Region %1 of %2  ·  %3")
                .replace("%1", str(self._number + 1))
                .replace("%2", str(len(self._regions)))
                .replace("%3", f"{region.score:.2f}")
            )
        for button in self._buttons:
            button.setVisible(len(self._regions) > 1)
        self._draw()

    def _say(self, region: Deviation, scan: Spot, declared: Spot | None) -> None:
        """Say in what the region differs, what it is made of, and what it rather looks like."""
        lines = list(engine_words.explained(region))
        if "material" in region.why:
            there = None if declared is None else material_in(declared)
            lines.append(engine_words.materials(material_in(scan), there))
        other, own = region.contradicting, region.supporting
        if other is not None and (own is None or own.score < other.score):
            text = self.tr("More like other goods: %1.")
            lines.append(text.replace("%1", self._name_of(other)))
        self.words.setText("\n".join(line for line in lines if line))

    def _witnesses(self) -> tuple[Witness | None, Witness | None]:
        region = self.region
        return (None, None) if region is None else (region.supporting, region.contradicting)

    @Slot()
    def _draw(self) -> None:
        """Show the crops on one scale, and ask for the models that are missing."""
        region, picture = self.region, self._picture
        if not self.isVisible():
            return
        cards = (self.for_card, self.against_card)
        if region is None or picture is None:
            for card in (self.scan_card, *cards):
                card.show_nothing("")
                card.caption.say("")
            return
        scan = Spot(picture=picture, area=area_of(region.area))
        shown: list[tuple[Card, Spot]] = []
        for card, witness in zip(cards, self._witnesses(), strict=True):
            spot = None if witness is None else self._spot_of(witness)
            self._caption(card, witness)
            if spot is None:
                card.show_nothing(self._excuse(card, witness))
            else:
                shown.append((card, spot))
        declared = (spot for card, spot in shown if card is self.for_card)
        self._say(region, scan, next(declared, None))
        spots, size_px = [spot for _, spot in shown], self.scan_card.crop.size_px
        cuts = same_scale(scan, spots, size_px)
        look = shared_look([scan, *spots], cuts, self._look, size_px)
        self.scan_card.caption.say(picture.label)
        self.scan_card.show_spot(scan, cuts[0], look, self.tr("one logarithmic grey window"))
        for (card, spot), cut in zip(shown, cuts[1:], strict=True):
            card.show_spot(spot, cut, look, self._basis(cut.basis))

    def _spot_of(self, witness: Witness) -> Spot | None:
        model = self.model_of(witness)
        if model is not None:
            return Spot(picture=model.picture, area=model.place(witness.area))
        if witness.model not in self._asked:
            self._asked.add(witness.model)
            self.model_wanted.emit(witness.model)
        return None

    def _excuse(self, card: Card, witness: Witness | None) -> str:
        if witness is not None and witness.model not in self._missing:
            return self.tr("The model is on its way.")
        if witness is not None:
            return self.tr("The model cannot be shown.")
        if card is self.for_card:
            return self.tr("No model of the declared goods comes near.")
        return self.tr("No model of other goods comes near.")

    def _caption(self, card: Card, witness: Witness | None) -> None:
        text = ""
        if witness is not None:
            text = f"{self._name_of(witness)}  ·  {witness.hs}  ·  {witness.score:.2f}"
        card.caption.say(text)

    def _name_of(self, witness: Witness) -> str:
        refs = () if self._case is None else self._case.lease.models
        own = (in_own_words(ref.name, ref.name_zh) for ref in refs if ref.model == witness.model)
        return next(own, witness.name) or witness.hs

    def _basis(self, basis: Basis) -> str:
        return {
            Basis.METRES: self.tr("same scale, by pixel size"),
            Basis.CONTAINER: self.tr("same scale, by container height"),
        }.get(basis, self.tr("not to scale: sizes unknown"))

    @Slot()
    def _open_scan(self) -> None:
        self.opened.emit(None)

    @Slot()
    def _open_for(self) -> None:
        self.opened.emit(self._witnesses()[0])

    @Slot()
    def _open_against(self) -> None:
        self.opened.emit(self._witnesses()[1])

    def _lay_out(self) -> None:
        said = QWidget()
        lines = QVBoxLayout(said)
        lines.setContentsMargins(0, 0, 4, 0)
        lines.addWidget(self.words)
        lines.addStretch(1)
        room = QScrollArea()
        room.setWidget(said)
        room.setWidgetResizable(True)
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        keys = QHBoxLayout()
        keys.setSpacing(2)
        for button in self._buttons:
            keys.addWidget(button)
        keys.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(4)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self._away)
        left.addLayout(top)
        left.addWidget(room, 1)
        left.addLayout(keys)
        side = QWidget()
        side.setLayout(left)
        theme.wide(side, _WORDS_PX)
        left.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 7, 10, 7)
        row.setSpacing(10)
        row.addWidget(side)
        for card in (self.scan_card, self.for_card, self.against_card):
            row.addWidget(card, 1)


def _button(commands: CommandSet, name: str) -> QToolButton:
    """Return a button of a command; its text and its key follow the language."""
    button = QToolButton()
    button.setDefaultAction(commands[name])
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button
