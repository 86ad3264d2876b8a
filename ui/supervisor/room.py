"""The room itself: navigation at the left, a page at the right."""

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from ui import theme
from ui.own_files import own_path
from ui.supervisor.pages import PAGES, Onlooker, Page, PageKind
from ui.supervisor.questions import Questions
from ui.supervisor.waiting import WaitingForMe


class SupervisorRoom(QWidget):
    """Shows the pages that an officer's roles open; each is made when it is first wanted."""

    retitled = Signal()  # the language has changed
    recheck_wanted = Signal()  # somebody wants to look at a released case again

    def __init__(
        self,
        questions: Questions,
        *,
        pages: Sequence[PageKind] = PAGES,
        columns: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._questions = questions
        self._columns = columns
        self._kinds = {kind.name: kind for kind in pages}
        self._made: dict[str, Page] = {}
        self._awake: Page | None = None
        self._who = Onlooker()
        self._counts: dict[str, int] = {}
        self.waiting = WaitingForMe(questions, self)
        self.waiting.counted.connect(self._on_counted)
        self.navigation = QListWidget()
        self.navigation.setObjectName("roomNavigation")
        self.navigation.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.navigation.currentItemChanged.connect(self._on_chosen)
        theme.wide(self.navigation, 168)
        self.pages = QStackedWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(self.pages, 1)
        self._name()

    def admit(self, roles: Collection[str], officer: str = "") -> bool:
        """Open the pages for an officer and their roles; False when there is none for them."""
        self._who = Onlooker(
            officer=officer,
            roles=frozenset(roles),
            columns=own_path(self._columns, officer) if self._columns and officer else None,
        )
        self.navigation.clear()
        for kind in self._kinds.values():
            if not kind.roles.isdisjoint(roles):
                item = QListWidgetItem(self.navigation)
                item.setData(Qt.ItemDataRole.UserRole, kind.name)
        self._name()
        if self.navigation.count():
            self.waiting.begin(self._who)
        return self.navigation.count() > 0

    def has_page(self, name: str) -> bool:
        """Tell whether a page is open to the officer."""
        items = (self.navigation.item(row) for row in range(self.navigation.count()))
        return any(item.data(Qt.ItemDataRole.UserRole) == name for item in items)

    def forget(self) -> None:
        """Throw every page away with what it shows: the officer has left."""
        self.rest()
        self.waiting.end()
        self.navigation.clear()
        for page in self._made.values():
            self.pages.removeWidget(page)
            page.deleteLater()
        self._made.clear()
        self._questions.forget()

    @property
    def page(self) -> Page | None:
        """The page that is shown, or None before there is one."""
        page = self.pages.currentWidget()
        return page if isinstance(page, Page) else None

    def wake(self) -> None:
        """Come on the screen, at the page that was last shown or at the first."""
        if self.navigation.currentRow() < 0:
            self.navigation.setCurrentRow(0)
        page = self.page
        if page is not None and page is not self._awake:
            self._awake = page
            page.wake()
        self.navigation.setFocus()

    def rest(self) -> None:
        """Leave the screen."""
        if self._awake is not None:
            self._awake.rest()
            self._awake = None

    def titles(self) -> list[tuple[str, str]]:
        """Return the pages that are open to the officer: names, and what they are called."""
        items = (self.navigation.item(row) for row in range(self.navigation.count()))
        names = [str(item.data(Qt.ItemDataRole.UserRole)) for item in items]
        return [(name, self._title(name)) for name in names]

    def _title(self, name: str) -> str:
        return QCoreApplication.translate("SupervisorPages", self._kinds[name].title)

    def open_page(self, name: str, subject: str = "") -> bool:
        """Go to a page, and let it show one thing; False when it is not open to the officer."""
        for row in range(self.navigation.count()):
            item = self.navigation.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == name:
                self.navigation.setCurrentRow(row)
                page = self._made.get(name)
                if page is not None and subject:
                    page.open(subject)
                return page is not None
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            for page in self._made.values():
                page.retranslate()
            self.retitled.emit()
        super().changeEvent(event)

    def _name(self) -> None:
        self.navigation.setAccessibleName(self.tr("Pages of the supervisor's room"))
        for row in range(self.navigation.count()):
            item = self.navigation.item(row)
            name = str(item.data(Qt.ItemDataRole.UserRole))
            title, count = self._title(name), self._counts.get(name, 0)
            item.setText(f"{title}   ● {count}" if count else title)
            told = self.tr("%1, %2 waiting").replace("%1", title).replace("%2", str(count))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, told if count else title)

    @Slot(str, int)
    def _on_counted(self, name: str, count: int) -> None:
        if self._counts.get(name, 0) != count:
            self._counts[name] = count
            self._name()

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_chosen(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is None:
            return
        name = item.data(Qt.ItemDataRole.UserRole)
        page = self._made.get(name)
        if page is None:
            page = self._made[name] = self._kinds[name].make(self._questions, self)
            self.pages.addWidget(page)
            page.admit(self._who)
            page.retranslate()
        self.rest()
        self.pages.setCurrentWidget(page)
        if self.isVisible():
            self._awake = page
            page.wake()
