"""Joins keys, palette, key sheet and settings to the window, for whoever sits at the desk."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.commands import BY_NAME
from ui.i18n import Language, Translations
from ui.keymap import Keymap
from ui.keymap_book import KeymapBook
from ui.keymap_file import keys_path
from ui.link_news import SessionClosed, SessionOpened
from ui.main_window import MainWindow
from ui.monitor_book import MonitorBook
from ui.pinyin import warm_up
from ui.preferences import PreferenceBook, Preferences, preferences_path
from ui.queue_link import QueueLink
from ui.settings.dialog import SettingsDialog
from ui.settings.layout_choices import LayoutChoices, NoLayouts
from ui.settings.monitors_page import MonitorsPage
from ui.widgets.key_sheet import KeySheet
from ui.widgets.palette import Palette


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnThings:
    """Where an officer's own keys and preferences lie, and how the disk is reached.

    Attributes
    ----------
    folder : Path
        The folder of the presets.
    run : callable
        Runs a piece of work off the Qt thread, one after the other.
    dwell_s : float
        How long a picture must be seen before a decision is armed [s]; only shown.
    text_scale : float
        Size of the letters that 100 % means, as a factor.
    monitors : MonitorBook
        When this desk's monitors were checked.
    """

    folder: Path
    run: Callable[[Callable[[], None]], object]
    dwell_s: float
    monitors: MonitorBook
    text_scale: float = 1.0
    layouts: LayoutChoices = field(default_factory=NoLayouts)


class DeskKeys(QObject):
    """Everything about keys and settings at one window."""

    def __init__(
        self, window: MainWindow, link: QueueLink, translations: Translations, own: OwnThings
    ) -> None:
        super().__init__(window)
        self._window, self._translations, self._own = window, translations, own
        self._desk_language = translations.language
        self._officer = ""
        self._scale = own.text_scale
        self.preferences = PreferenceBook(
            preferences_path(own.folder, "anybody"), run=own.run, parent=self
        )
        self.keymaps = KeymapBook(keys_path(own.folder, "anybody"), run=own.run, parent=self)
        self.palette = Palette(window.commands, window)
        self.sheet: KeySheet | None = None
        self.settings: SettingsDialog | None = None
        self._connect()
        link.news.connect(self._on_news)
        own.run(warm_up)

    def _connect(self) -> None:
        commands = self._window.commands
        commands.connect_to("help.palette", self.show_palette)
        commands.connect_to("help.keys", self.show_sheet)
        commands.connect_to("desk.settings", self.show_settings)
        commands.connect_to("mark.next", self.pick_next_mark)
        self.palette.chosen.connect(self._run)
        self.preferences.changed.connect(self._follow)
        self.keymaps.changed.connect(self._use_keys)
        self._window.language_switched.connect(self._keep_language)
        for told in (self.preferences.told, self.keymaps.told):
            told.connect(self._window.banner.show_notice)  # past the case that opens meanwhile

    @Slot()
    def show_palette(self) -> None:
        """Let somebody who is signed in find a command."""
        if self._is_at_desk():
            self._window.held_keys.let_go()
            self.palette.open(self._window.acts.recent)

    @Slot()
    def show_sheet(self) -> None:
        """Show every key on one sheet."""
        if self.sheet is None:
            self.sheet = KeySheet(self._window, run=self._own.run)
        self.sheet.retranslate()
        self.sheet.show()
        self.sheet.raise_()

    @Slot()
    def show_settings(self) -> None:
        """Let somebody who is signed in change what is their own."""
        if not self._is_at_desk():
            return
        self.settings = SettingsDialog(
            self.preferences,
            self.keymaps,
            dwell_s=self._own.dwell_s,
            layouts=self._own.layouts,
            monitors=MonitorsPage(self._own.monitors, officer=self._officer),
            parent=self._window,
        )
        self.settings.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.settings.destroyed.connect(self._forget_settings)
        self.settings.open()

    @Slot()
    def pick_next_mark(self) -> None:
        """Pick the mark after the picked one, round and round."""
        ids = [mark.mark_id for mark in self._window.controller.marks]
        if ids:
            picked = self._window.desk.picked
            number = ids.index(picked) + 1 if picked in ids else 0
            self._window.desk.pick_mark(ids[number % len(ids)])

    def _is_at_desk(self) -> bool:
        return self._window.pages.currentWidget() is self._window.desk

    @Slot()
    def _forget_settings(self) -> None:
        self.settings = None

    @Slot(str)
    def _run(self, name: str) -> None:
        """Give the keyboard back to the picture, then run what was chosen."""
        self._window.desk.panes.setFocus(Qt.FocusReason.OtherFocusReason)
        if name and not BY_NAME[name].decides:
            self._window.commands[name].trigger()

    @Slot(object)
    def _on_news(self, news: object) -> None:
        match news:
            case SessionOpened(session=session):
                self._officer = session.officer
                self.preferences.open(preferences_path(self._own.folder, session.officer))
                self.keymaps.open(keys_path(self._own.folder, session.officer))
            case SessionClosed():
                self._officer = ""
                self.palette.close_unused()
                if self.settings is not None:
                    self.settings.close()

    @Slot(object)
    def _follow(self, liked: Preferences) -> None:
        """Let the window be as somebody likes it."""
        self.keymaps.choose(liked.keymap)
        language = Language(liked.language) if liked.language else self._desk_language
        if language is not self._translations.language:
            self._translations.use(language)
        scale = self._own.text_scale * liked.font_scale
        scale = min(theme.LARGEST, max(theme.SMALLEST, scale))
        app = QApplication.instance()
        if scale != self._scale and isinstance(app, QApplication):
            self._scale = scale
            theme.rescale(app, scale)

    @Slot(object)
    def _use_keys(self, keymap: Keymap) -> None:
        """Let other keys count, and have every text that names one written anew."""
        self._window.commands.use(keymap)
        for window in QApplication.topLevelWidgets():
            QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))

    @Slot()
    def _keep_language(self) -> None:
        """Keep the language that was chosen at the window, for whoever sits there."""
        if self._officer:
            self.preferences.change(language=self._translations.language.value)
