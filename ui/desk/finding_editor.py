"""What a mark is, said by number: type, how sure, and what goods it may be."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui import theme, words
from ui.widgets.numbered import NumberedRow, digit_of
from ui.widgets.texts import paint, plain, wrapped
from viewer.panes.words_editor import WordsField
from workstation.domain.decision import Mark
from workstation.domain.finding import (
    Confidence,
    Finding,
    FindingKind,
    goods_from_text,
    goods_to_text,
)
from workstation.domain.mark_limits import MOST_GOODS

_KINDS: Final = tuple(FindingKind)
_ON_A_PAGE: Final = 9
_HS_ROOM: Final = 14
"""A space and an HS code with its dots."""
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SURER: Final = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_LESS_SURE: Final = (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)
_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ELSEWHERE: Final = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class GoodsField(WordsField):
    """Where the guessed goods are typed, with an HS code or without."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxLength(MOST_GOODS + _HS_ROOM)

    def _say(self) -> None:
        self.setPlaceholderText(self.tr("Goods, perhaps an HS code; then Enter"))
        self.setAccessibleName(self.tr("Goods that it may be"))


class FindingEditor(QFrame):
    """Asks about one mark; everything is optional and taken at once, so nothing can be lost.

    Only the keys that it names are its own; every other key is a command as before, and so is a
    click elsewhere: either closes it and leaves the mark as it is.
    """

    changed = Signal(str, object)  # mark id, Finding or None
    next_wanted = Signal(str)
    """The mark is done; the id of it."""
    step_wanted = Signal(str, int)
    """Another mark is wanted: the one before or after this one."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("finding_editor")
        self.setStyleSheet(
            f"#finding_editor {{ background: {theme.RAISED}; border: 1px solid {theme.ACCENT};"
            " border-radius: 4px; }"
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._mark: Mark | None = None
        self._number, self._page = 0, 0
        self.heading = plain(bold=True)
        self.rows = [NumberedRow(digit) for digit in (*range(1, _ON_A_PAGE + 1), 0)]
        self.sure = {level: plain() for level in Confidence}
        self._sure_title = plain(colour=theme.QUIET)
        self.goods = GoodsField(self)
        self.help = wrapped(colour=theme.QUIET)
        self._lay_out()
        for row in self.rows:
            row.clicked.connect(self._take_digit)
        self.goods.kept.connect(self._take_goods)
        self.goods.given_up.connect(self._after_goods)
        self.hide()

    @property
    def mark_id(self) -> str | None:
        """The mark that is asked about, or None."""
        return None if self._mark is None else self._mark.mark_id

    def ask(self, number: int, mark: Mark) -> None:
        """Ask what a mark is; it may have been said already."""
        self._mark, self._number = mark, number
        kind = None if mark.finding is None else mark.finding.kind
        self._page = 0 if kind is None else _KINDS.index(kind) // _ON_A_PAGE
        self.goods.dismiss()
        self.goods.setText(goods_to_text(mark.finding))
        self.goods.show()
        self.retranslate()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, number: int, mark: Mark) -> None:
        """Show the mark as it is now."""
        self._mark, self._number = mark, number
        if not self.goods.is_asking:
            self.goods.setText(goods_to_text(mark.finding))
        self.retranslate()

    @Slot()
    def close_up(self) -> None:
        """Ask no longer; what was said stays."""
        if self._mark is not None:
            had_keys = self.hasFocus() or self.goods.hasFocus()
            self._mark = None
            self.goods.dismiss()
            self.hide()
            if had_keys:
                self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that are this editor's from the shortcuts of the window."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._is_own(event):
                event.accept()
                return True
        elif kind == QEvent.Type.LanguageChange and self._mark is not None:
            self.retranslate()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what a key says, once."""
        if not self._is_own(event):
            event.ignore()
            return
        event.accept()
        if event.isAutoRepeat() or self._mark is None:
            return
        key, digit = Qt.Key(event.key()), digit_of(event.key(), event.modifiers())
        if digit is not None:
            self._take_digit(digit)
        elif key in _SURER:
            self._surer(1)
        elif key in _LESS_SURE:
            self._surer(-1)
        elif key in _ENTER:
            self.goods.ask(goods_to_text(self._mark.finding))
        elif key in _STEPS:
            self.step_wanted.emit(self._mark.mark_id, _STEPS[key])
        else:
            self.close_up()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close when the officer goes on elsewhere, but not on the way to the goods."""
        super().focusOutEvent(event)
        if event.reason() not in _ELSEWHERE and not self.goods.hasFocus():
            self.close_up()

    def retranslate(self) -> None:
        """Write every text anew."""
        mark = self._mark
        if mark is None:
            return
        finding = mark.finding or Finding()
        self.heading.setText(self.tr("Mark %1: what is it?").replace("%1", str(self._number)))
        kinds = _KINDS[self._page * _ON_A_PAGE :][:_ON_A_PAGE]
        for row, kind in zip(self.rows, (*kinds, *[None] * _ON_A_PAGE), strict=False):
            row.setVisible(kind is not None)
            if kind is not None:
                row.say(words.finding_kind(kind))
                row.set_chosen(chosen=kind is finding.kind)
        others = self.rows[-1]
        others.setVisible(True)
        others.say(self.tr("More") if self._page == 0 else self.tr("Back"))
        others.set_chosen(chosen=False)
        self._sure_title.setText(self.tr("Sure  - +"))
        for level, label in self.sure.items():
            is_chosen = level is finding.confidence and finding.kind is not None
            label.setText(f"{'▸ ' if is_chosen else ''}{words.confidence(level)}")
            paint(label, colour=theme.TEXT if is_chosen else theme.QUIET, bold=is_chosen)
        self.help.setText(self.tr("Enter: goods, next. Esc: leave it so."))

    def _is_own(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if digit_of(event.key(), event.modifiers()) is not None:
            return True
        strong = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if event.modifiers() & strong:
            return False
        return key in (*_SURER, *_LESS_SURE, *_ENTER, *_STEPS, Qt.Key.Key_Escape)

    @Slot(int)
    def _take_digit(self, digit: int) -> None:
        if digit == 0:
            self._page = 1 - self._page
            self.retranslate()
            return
        number = self._page * _ON_A_PAGE + digit - 1
        if number < len(_KINDS):
            self._say(replace(self._finding(), kind=_KINDS[number]))

    def _surer(self, step: int) -> None:
        """Be surer or less sure; of a mark without a type nobody can be."""
        levels, finding = tuple(Confidence), self._finding()
        at = levels.index(finding.confidence) + step
        if finding.kind is not None and 0 <= at < len(levels):
            self._say(replace(finding, confidence=levels[at]))

    @Slot(str)
    def _take_goods(self, text: str) -> None:
        goods, hs = goods_from_text(text)
        self._say(replace(self._finding(), goods=goods[:MOST_GOODS], hs=hs))
        self._after_goods()

    @Slot()
    def _after_goods(self) -> None:
        """Go on to the next mark, unless the officer went elsewhere by himself."""
        self.goods.setText(goods_to_text(self._finding()))
        self.goods.show()
        if self._mark is None:
            return
        if self.hasFocus():
            self.next_wanted.emit(self._mark.mark_id)
        else:
            self.close_up()

    def _finding(self) -> Finding:
        return (None if self._mark is None else self._mark.finding) or Finding()

    def _say(self, finding: Finding) -> None:
        if self._mark is not None:
            self.changed.emit(self._mark.mark_id, finding)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 7, 8, 8)
        column.setSpacing(5)
        column.addWidget(self.heading)
        kinds = QVBoxLayout()
        kinds.setSpacing(0)
        for row in self.rows:
            kinds.addWidget(row)
        column.addLayout(kinds)
        sure = QHBoxLayout()
        sure.setSpacing(14)
        sure.addWidget(self._sure_title)
        for label in self.sure.values():
            sure.addWidget(label)
        sure.addStretch(1)
        column.addLayout(sure)
        column.addWidget(self.goods)
        column.addWidget(self.help)
