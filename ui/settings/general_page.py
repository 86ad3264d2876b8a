"""Letters, language, sound, breaks, layout: each counts at once and is kept."""

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.i18n import Language
from ui.preferences import FONT_PERCENT, PreferenceBook, Preferences
from ui.settings.layout_choices import LayoutChoices
from ui.widgets.texts import plain, wrapped

_FONT_STEP = 5
_BREAKS_MIN = (0, 20, 30, 40, 50, 60, 90, 120)
_SETTLES_MS = 250


class GeneralPage(QWidget):
    """Everything but the keys."""

    def __init__(
        self,
        preferences: PreferenceBook,
        *,
        dwell_s: float,
        layouts: LayoutChoices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._layouts, self._dwell_s = preferences, layouts, dwell_s
        self.language, self.layout_choice = QComboBox(), QComboBox()
        self.font_percent, self._percent = QSlider(Qt.Orientation.Horizontal), plain(bold=True)
        self.font_percent.setRange(FONT_PERCENT[0], FONT_PERCENT[-1])
        self.font_percent.setSingleStep(_FONT_STEP)
        self.font_percent.setPageStep(2 * _FONT_STEP)
        self.font_percent.setTickInterval(10)
        self.font_percent.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.sound, self.break_every = QCheckBox(), QComboBox()
        self.dwell = plain()
        self._names = [plain(colour=theme.QUIET) for _ in range(6)]
        self._note = wrapped(colour=theme.QUIET)
        # Letters are laid out anew for the whole window: once the hand rests, not at every step.
        self._settled = QTimer(self, singleShot=True, interval=_SETTLES_MS)
        self._settled.timeout.connect(self._keep_font)
        self._lay_out()
        self.retranslate()
        self.show_preferences(preferences.now)
        self.language.activated.connect(self._keep_language)
        self.layout_choice.activated.connect(self._keep_layout)
        self.font_percent.valueChanged.connect(self._show_percent)
        self.sound.toggled.connect(self._keep_sound)
        self.break_every.activated.connect(self._keep_break)
        preferences.changed.connect(self.show_preferences)

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot(object)
    def show_preferences(self, liked: Preferences) -> None:
        """Show what counts."""
        self.language.setCurrentIndex(self.language.findData(liked.language))
        self.layout_choice.setCurrentIndex(max(0, self.layout_choice.findData(liked.layout)))
        if not self._settled.isActive():
            self.font_percent.setValue(liked.font_percent)
        self._percent.setText(f"{self.font_percent.value()} %")
        self.sound.setChecked(liked.sound)
        if self.break_every.findData(liked.break_every_min) < 0:
            self._offer_break(liked.break_every_min)
        self.break_every.setCurrentIndex(self.break_every.findData(liked.break_every_min))

    def retranslate(self) -> None:
        """Write every text anew."""
        texts = (
            self.tr("Language"),
            self.tr("Size of the letters"),
            self.tr("Sound"),
            self.tr("Call a break to mind"),
            self.tr("Layout"),
            self.tr("Least time to look"),
        )
        for label, text in zip(self._names, texts, strict=True):
            label.setText(text)
        fields = (
            self.language,
            self.font_percent,
            self.sound,
            self.break_every,
            self.layout_choice,
            self.dwell,
        )
        for field, text in zip(fields, texts, strict=True):
            field.setAccessibleName(text)
        liked = self._book.now
        self.language.clear()
        self.language.addItem(self.tr("As this desk is set"), "")
        self.language.addItem("中文", Language.CHINESE.value)
        self.language.addItem("English", Language.ENGLISH.value)
        self.layout_choice.clear()
        self.layout_choice.addItem(self.tr("Chosen by the desk"), "")
        for name, title in self._layouts.choices():
            self.layout_choice.addItem(title, name)
        self.sound.setText(self.tr("The desk may sound"))
        self.break_every.clear()
        for minutes in _BREAKS_MIN:
            self._offer_break(minutes)
        seconds = self.tr("%1 s, set for the whole room")
        self.dwell.setText(seconds.replace("%1", f"{self._dwell_s:g}"))
        self._note.setText(self.tr("Settings are yours alone and count at once."))
        self.show_preferences(liked)

    @Slot()
    def _keep_language(self) -> None:
        self._book.change(language=str(self.language.currentData()))

    @Slot()
    def _keep_layout(self) -> None:
        self._book.change(layout=str(self.layout_choice.currentData()))

    @Slot(int)
    def _show_percent(self, percent: int) -> None:
        near = round(percent / _FONT_STEP) * _FONT_STEP
        if near != percent:
            self.font_percent.setValue(near)
            return
        self._percent.setText(f"{percent} %")
        self._settled.start()

    @Slot()
    def _keep_font(self) -> None:
        self._book.change(font_percent=self.font_percent.value())

    @Slot(bool)
    def _keep_sound(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        self._book.change(sound=on)

    @Slot()
    def _keep_break(self) -> None:
        self._book.change(break_every_min=int(self.break_every.currentData()))

    def _offer_break(self, minutes: int) -> None:
        text = self.tr("after %1 min at work").replace("%1", str(minutes))
        self.break_every.addItem(text if minutes else self.tr("never"), minutes)

    def _lay_out(self) -> None:
        letters: QWidget = QWidget()
        row = QHBoxLayout(letters)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.font_percent, 1)
        self._percent.setMinimumWidth(56)
        row.addWidget(self._percent)
        form = QFormLayout()
        form.setHorizontalSpacing(22)
        form.setVerticalSpacing(14)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        fields: tuple[QWidget, ...] = (
            self.language,
            letters,
            self.sound,
            self.break_every,
            self.layout_choice,
            self.dwell,
        )
        for label, field in zip(self._names, fields, strict=True):
            form.addRow(label, field)
            if not isinstance(field, QLabel):
                label.setBuddy(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 20, 18, 12)
        column.addLayout(form)
        column.addSpacing(12)
        column.addWidget(self._note)
        column.addStretch(1)
