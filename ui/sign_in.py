"""The page on which an officer sits down at the desk."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

import resources
from ui import sign_in_words, theme
from ui.widgets.texts import Panel, plain, wrapped

_WIDTH_PX = 380


class SignInPage(QWidget):
    """Officer and password; the password leaves this page only towards the hub.

    Parameters
    ----------
    desk : str
    officer : str
        Whose name stands there already; somebody else types another.
    """

    wanted = Signal(str, str)

    def __init__(self, desk: str, *, officer: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._code, self._waiting = desk, "", False
        self.officer, self.password = QLineEdit(officer), QLineEdit()
        self.officer.setMaxLength(64)
        self.password.setMaxLength(1024)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._officer_name, self._password_name = (
            plain(colour=theme.QUIET),
            plain(colour=theme.QUIET),
        )
        self._trouble = wrapped(colour=theme.WARN)
        self.button = QPushButton()
        theme.tall(self.button, 38)
        self._name, self._place = plain(size=20, bold=True), plain(colour=theme.QUIET)
        self._lay_out()
        self.button.clicked.connect(self._ask)
        self.officer.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._ask)
        self.retranslate()

    def say(self, code: str) -> None:
        """Say why nobody sits here; an empty code says nothing."""
        self._code, self._waiting = code, False
        self.password.clear()
        self.retranslate()

    def take_keyboard(self) -> None:
        """Have the first field that is empty typed into."""
        field = self.password if self.officer.text().strip() else self.officer
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def wait(self) -> None:
        """Show that the hub is being asked."""
        self._code, self._waiting = "", True
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        self._name.setText(self.tr("Review Room"))
        self._place.setText(self.tr("Desk %1").replace("%1", self._desk))
        self._officer_name.setText(self.tr("Officer"))
        self._password_name.setText(self.tr("Password"))
        for field, name in (
            (self.officer, self._officer_name),
            (self.password, self._password_name),
        ):
            field.setAccessibleName(name.text())
        self.button.setText(self.tr("Asking the hub …") if self._waiting else self.tr("Sign in"))
        self.button.setEnabled(not self._waiting)
        self._trouble.setText(sign_in_words.refused(self._code))
        self._trouble.setVisible(bool(self._code))

    @Slot()
    def _ask(self) -> None:
        officer = self.officer.text().strip()
        if self._waiting:
            return
        if not officer or not self.password.text():
            self.take_keyboard()
            return
        self.wait()
        self.wanted.emit(officer, self.password.text())

    def _lay_out(self) -> None:
        panel = Panel()
        panel.heading.hide()
        theme.wide(panel, _WIDTH_PX)
        panel.body.setContentsMargins(28, 26, 28, 26)
        top = QHBoxLayout()
        icon = QLabel()
        icon.setPixmap(QIcon(str(resources.path("icons/reviewroom.svg"))).pixmap(48, 48))
        top.addWidget(icon)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._place)
        top.addLayout(names, 1)
        panel.body.addLayout(top)
        panel.body.addSpacing(14)
        for widget in (self._officer_name, self.officer, self._password_name, self.password):
            panel.body.addWidget(widget)
        panel.body.addWidget(self._trouble)
        panel.body.addSpacing(10)
        panel.body.addWidget(self.button)
        page = QVBoxLayout(self)
        page.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addWidget(panel)
        middle.addStretch()
        page.addLayout(middle)
        page.addStretch(3)
