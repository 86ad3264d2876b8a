"""Lays the desk out: by rule or by key, on one screen or two, and keeps windows on the screens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from ui import layouts, theme
from ui.commands import CommandSet
from ui.desk.desk_page import DeskPage
from ui.held_keys import HeldKeys
from ui.layout_book import LayoutBook
from ui.layout_file import WindowPlace
from ui.layouts import Frame, Layout, Measures, ScreenPlace, Situation
from ui.link_news import SessionOpened
from ui.models_window import ModelsWindow
from ui.preferences import Preferences
from ui.prepared import PreparedCase

_COMMANDS: Final = {f"layout.{layout.value}": layout for layout in Layout}


def screens_of_qt() -> tuple[ScreenPlace, ...]:
    """Return the screens that Qt knows now."""
    return tuple(
        ScreenPlace(
            name=screen.name(),
            frame=_frame(screen.availableGeometry()),
            scale=screen.devicePixelRatio(),
        )
        for screen in QGuiApplication.screens()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What is laid out: the window, its page, its commands and the keys that are held."""

    window: QWidget
    page: DeskPage
    commands: CommandSet
    held_keys: HeldKeys


class LayoutKeeper(QObject):
    """Chooses a layout for each case and applies it; lives on the Qt thread and never waits.

    A layout taken by key counts for every case until its key is pressed again, which leaves the
    choice to the rule; saved, it counts on these screens from now on. Behind the cover of a locked
    desk nothing is laid out: a screen that wakes up would show the models to whoever passes by.

    Parameters
    ----------
    screens : callable
        Returns the screens that are there now; by default those of Qt.
    """

    told = Signal(str)
    """A sentence for the officer."""
    warned = Signal(str)
    """A sentence about layouts that cannot be read or kept."""
    laid_out = Signal(object)
    """The `Layout` that is in force now."""

    def __init__(
        self,
        parts: Parts,
        book: LayoutBook,
        *,
        screens: Callable[[], Sequence[ScreenPlace]] | None = None,
    ) -> None:
        super().__init__(parts.window)
        self._window, self._page, self._commands = parts.window, parts.page, parts.commands
        self._book, self._screens = book, screens or screens_of_qt
        self._held_keys = parts.held_keys
        self._models_window: ModelsWindow | None = None
        self._case: PreparedCase | None = None
        self._layout: Layout | None = None
        self._pinned: Layout | None = None
        self._session: dict[tuple[str, Layout], Measures] = {}
        self._is_locked = False
        self._missed_screens = False
        self._set = layouts.name_of(self._screens())
        for name in _COMMANDS:
            self._commands.connect_to(name, self._on_command)
        self._commands.connect_to("layout.save", self.save)
        self._commands.connect_to("papers.unfold", self._page.declaration_panel.unfold_goods)
        self._commands.connect_to("papers.down", self._page.papers_down)
        self._commands.connect_to("papers.up", self._page.papers_up)
        for panel in self._page.folding:
            panel.folded_by_hand.connect(self._on_folded)
        book.changed.connect(self._on_book)
        book.told.connect(self.warned)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.screens_changed)
        self._later_letters = QTimer(self, singleShot=True, interval=0)
        self._later_letters.timeout.connect(self._lay_out)
        self._later_size = QTimer(self, singleShot=True, interval=120)
        self._later_size.timeout.connect(self._refit)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._on_screen_added)
            app.screenRemoved.connect(self._ask_later)
            for screen in QGuiApplication.screens():
                screen.availableGeometryChanged.connect(self._ask_later)
        self._window.installEventFilter(self)

    @property
    def layout_now(self) -> Layout | None:
        """The layout in force; None before the first case."""
        return self._layout

    @property
    def pinned(self) -> Layout | None:
        """The layout that counts instead of the rule's."""
        return self._pinned

    @property
    def models_window(self) -> ModelsWindow | None:
        """The window on the second screen, once it was needed."""
        return self._models_window

    def is_active(self) -> bool:
        """Tell whether the keyboard is in one of the desk's two windows."""
        second = self._models_window
        return self._window.isActiveWindow() or (second is not None and second.isActiveWindow())

    # -- what happens --------------------------------------------------------------------------

    @Slot(object)
    def show_case(self, case: PreparedCase) -> None:
        """Lay the desk out for another case."""
        self._case = case
        self._lay_out()

    @Slot()
    def close_case(self) -> None:
        """Leave the layout as it is for the next case."""
        self._case = None

    @Slot(object)
    def on_news(self, news: object) -> None:
        """Let another officer's layouts count."""
        if isinstance(news, SessionOpened):
            self._session.clear()
            self._pinned = None
            self._book.open(news.session.officer)

    @Slot(bool)
    def on_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt slot of changed(bool)
        """Wait until the desk is open again; then lay it out for what came meanwhile."""
        self._is_locked = locked
        if locked:
            return
        if self._missed_screens:
            self.screens_changed()
        else:
            self._lay_out()

    def choices(self) -> Sequence[tuple[str, str]]:
        """Return each layout's name, and its title in the language of the moment."""
        return [(one.value, self._commands[f"layout.{one.value}"].text()) for one in Layout]

    @Slot(object)
    def follow(self, liked: Preferences) -> None:
        """Take the layout that somebody prefers."""
        self.prefer(liked.layout)

    def prefer(self, layout: str) -> None:
        """Take the layout of an officer's preferences; empty or unknown leaves it to the rule."""
        known = {one.value: one for one in Layout}
        self._pin(known.get(layout))

    @Slot()
    def save(self) -> None:
        """Save the layout that is in force, as it is now, for these screens."""
        if self._layout is None:
            return
        self._book.save(self._set, self._layout, self._page.measures(), pinned=self._pinned)
        self.told.emit(self.tr("Saved for these screens: %1").replace("%1", self._name()))

    @Slot()
    def screens_changed(self) -> None:
        """Bring every window back onto the screens, and lay the desk out for them."""
        screens = tuple(self._screens())
        if not screens:  # for a moment there may be none
            return
        home = layouts.within(_frame(self._window.geometry()), screens)
        if home != _frame(self._window.geometry()):
            self._window.setGeometry(home.left, home.top, home.width, home.height)
        self._missed_screens = self._is_locked
        if self._is_locked:
            return
        self._remember()
        self._set = layouts.name_of(screens)
        self._pinned = self._book.kept(self._set).pinned
        self._layout = None
        if len(screens) < 2:
            self._bring_models_home()
        self._lay_out()

    def place_window(self) -> bool:
        """Put the main window where it stood on these screens; False: it never stood anywhere."""
        place = self._book.place(self._set)
        if place is None:
            return False
        home = layouts.within(place.frame, self._screens())
        self._window.setGeometry(home.left, home.top, home.width, home.height)
        if place.maximised:
            self._window.showMaximized()
        else:
            self._window.show()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the second window with the first; make room when letters or window change."""
        if watched is self._window and event.type() == QEvent.Type.ApplicationFontChange:
            self._session.clear()
            self._layout = None
            self._later_letters.start()
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._later_size.start()
        if watched is self._window and event.type() == QEvent.Type.Close:
            self._remember_place()
            if self._models_window is not None:
                self._models_window.hide()
        return False

    # -- inside --------------------------------------------------------------------------------

    @Slot()
    def _lay_out(self) -> None:
        if self._is_locked:
            return
        case = self._case
        wanted = self._pinned
        if wanted is None or not layouts.can_show(wanted, screens=len(self._screens())):
            wanted = layouts.choose(self._situation(case)) if case is not None else self._layout
        if wanted is not None:
            self._apply(wanted)

    def _situation(self, case: PreparedCase) -> Situation:
        rows, columns = case.picture.shape
        return Situation(
            screens=len(self._screens()),
            # Large letters leave as little room as a small window does.
            width_px=round(self._window.width() / theme.scale()),
            height_px=round(self._window.height() / theme.scale()),
            models=bool(case.lease.models) and case.fault is None,
            views=1 + len(case.other_views),
            goods_lines=0 if case.declaration is None else len(case.declaration.goods),
            aspect=4.0 if case.fault is not None else columns / rows,
        )

    def _apply(self, layout: Layout) -> None:
        for name, one in _COMMANDS.items():
            self._commands[name].setChecked(one is layout)
            self._commands[name].setEnabled(layouts.can_show(one, screens=len(self._screens())))
        if layout is self._layout:
            return
        self._remember()
        self._layout = layout
        measures = self._measures_of(layout)
        if layout is Layout.SCREENS:
            self._send_models_out()
        else:
            self._bring_models_home()
        self._page.panes.set_lower_folded(layout is Layout.LARGE)
        self._page.declaration_panel.show_all(layout is Layout.PAPERS)
        self._page.take_measures(layouts.fitted(measures, width_px=self._window.width()))
        self.laid_out.emit(layout)

    @Slot()
    def _refit(self) -> None:
        """Follow the window's size: another layout may suit, and papers must leave room."""
        if self._window.isMinimized() or self._layout is None:
            return
        self._lay_out()
        now = self._page.measures()
        fitting = layouts.fitted(now, width_px=self._window.width())
        if fitting != now:
            self._page.take_measures(fitting)

    def _measures_of(self, layout: Layout) -> Measures:
        """Return how a layout was left, else as it is saved, else as it ships with wide letters."""
        left = self._session.get((self._set, layout)) or self._book.saved(self._set, layout)
        if left is not None:
            return left
        shipped = layouts.SHIPPED[layout]
        return replace(shipped, side_px=round(shipped.side_px * max(1.0, theme.scale())))

    def _remember(self) -> None:
        """Keep for this session how the layout that is left was pulled about."""
        if self._layout is not None and self._page.isVisible():
            self._session[self._set, self._layout] = self._page.measures()

    def _pin(self, layout: Layout | None) -> None:
        self._pinned = layout
        self._lay_out()

    def _send_models_out(self) -> None:
        place = layouts.second_of(self._screens(), _frame(self._window.frameGeometry()))
        if place is None:
            return
        if self._models_window is None:
            commands = self._commands
            self._models_window = ModelsWindow([commands[name] for name in sorted(commands.names)])
            self._models_window.closed_by_hand.connect(self._on_models_closed)
            self._models_window.winId()  # a held key is heard by the native window
            handle = self._models_window.windowHandle()
            if handle is not None:
                handle.installEventFilter(self._held_keys)
        self._models_window.hold(self._page.panes.lend_model(), self._page.models)
        self._models_window.fill(place.frame)

    def _bring_models_home(self) -> None:
        window = self._models_window
        if window is None or self._page.models.window() is not window:
            return
        self._page.take_models_back()
        window.hide()

    def _remember_place(self) -> None:
        window = self._window
        normal = window.normalGeometry() if window.isMaximized() else window.geometry()
        self._book.save_place(
            self._set,
            WindowPlace(
                frame=_frame(normal),
                maximised=window.isMaximized() or window.isFullScreen(),
            ),
        )

    def _name(self) -> str:
        return "" if self._layout is None else self._commands[f"layout.{self._layout.value}"].text()

    @Slot()
    def _on_command(self) -> None:
        layout = _COMMANDS[self.sender().objectName()]
        if self._pinned is layout:
            self._pin(None)
            self.told.emit(self.tr("%1, as the rule has it").replace("%1", self._name()))
            return
        self._pin(layout)
        self.told.emit(
            self.tr("%1. Its key again leaves it to the rule.").replace("%1", self._name())
        )

    @Slot()
    def _on_models_closed(self) -> None:
        self._pin(Layout.BELOW)

    @Slot(str, bool)
    def _on_folded(self, part: str, folded: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._book.save_fold(self._set, part, folded=folded)

    @Slot()
    def _on_book(self) -> None:
        kept = self._book.kept(self._set)
        for panel in self._page.folding:
            panel.fold(panel.name in kept.folded)
        self._pinned, self._layout = kept.pinned, None
        self._lay_out()

    @Slot(object)
    def _on_screen_added(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._ask_later)
        self._ask_later()

    @Slot()
    def _ask_later(self) -> None:
        self._later.start()  # several changes come at once when a screen goes


def _frame(rect: QRect) -> Frame:
    return Frame(left=rect.x(), top=rect.y(), width=rect.width(), height=rect.height())
