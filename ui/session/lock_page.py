"""What stands in the place of picture and papers while the desk is locked."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.texts import Panel, fit_height, plain, wrapped

_WIDTH_PX, _MARGIN_PX = 380, 28


class LockPage(QWidget):
    """Tells nothing of any case; the password leaves it only towards the hub."""

    tried = Signal(str)
    leave_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self._officer = ""
        self._trouble = ""
        self._asking = False
        self.title, self.name = plain(size=17, bold=True), plain(colour=theme.QUIET)
        self.explanation, self.trouble = wrapped(colour=theme.QUIET), wrapped(colour=theme.WARN)
        self.password = QLineEdit()
        self.password.setMaxLength(1024)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self._try)
        self.button, self.leave = QPushButton(), QPushButton()
        self.button.setFixedHeight(38)
        self.button.clicked.connect(self._try)
        self.leave.clicked.connect(self.leave_wanted)
        self._lay_out()
        self.retranslate()

    def lock(self, officer: str) -> None:
        """Begin: nothing is typed yet, and nothing has gone wrong."""
        self._officer, self._trouble = officer, ""
        self._asking = False
        self.password.clear()
        self.retranslate()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, sentence: str) -> None:
        """Say why the desk stays locked."""
        self._asking, self._trouble = False, sentence
        self.password.clear()
        self.retranslate()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_asking(self) -> bool:
        """Whether an answer of the hub is awaited."""
        return self._asking

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        self.title.setText(self.tr("The desk is locked"))
        self.name.setText(self._officer)
        self.explanation.setText(
            self.tr(
                "Decisions that are not sent yet stay at this desk. The open cases stay yours for"
                " a short while, then they go back to the queue."
            )
        )
        self.password.setAccessibleName(self.tr("Password"))
        self.password.setPlaceholderText(self.tr("Password"))
        self.button.setText(self.tr("Asking the hub …") if self._asking else self.tr("Unlock"))
        self.button.setEnabled(not self._asking)
        self.leave.setText(self.tr("Sign out"))
        self.trouble.setText(self._trouble)
        self.trouble.setVisible(bool(self._trouble))
        for label in (self.explanation, self.trouble):
            fit_height(label, _WIDTH_PX - 2 * _MARGIN_PX)

    @Slot()
    def _try(self) -> None:
        if self.password.text() and not self._asking:
            self._asking, self._trouble = True, ""
            self.retranslate()
            self.tried.emit(self.password.text())

    def _lay_out(self) -> None:
        panel = Panel()
        panel.heading.hide()
        panel.setFixedWidth(_WIDTH_PX)
        panel.body.setContentsMargins(_MARGIN_PX, 26, _MARGIN_PX, 26)
        panel.body.setSpacing(8)
        for widget in (self.title, self.name, self.explanation, self.password, self.trouble):
            panel.body.addWidget(widget)
        panel.body.addSpacing(6)
        panel.body.addWidget(self.button)
        panel.body.addWidget(self.leave)
        page = QVBoxLayout(self)
        page.addStretch(2)
        page.addWidget(panel, 0, Qt.AlignmentFlag.AlignHCenter)
        page.addStretch(3)
