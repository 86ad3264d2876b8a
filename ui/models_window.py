"""The window for the second screen: the typical model large, and the strip of further matches."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk.model_strip import ModelStrip
from ui.layouts import Frame
from viewer.panes.scan_pane import ScanPane


class ModelsWindow(QWidget):
    """Holds pane and strip while they are lent to it; never takes the keyboard by itself.

    The commands' keys count here as in the main window.
    """

    closed_by_hand = Signal()

    def __init__(self, actions: list[QAction]) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setAutoFillBackground(True)
        self.addActions(actions)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 8, 8, 6)
        self._column.setSpacing(0)
        self.retranslate()

    def hold(self, pane: ScanPane, strip: ModelStrip) -> None:
        """Take the model's pane and the strip in."""
        self._column.addWidget(pane, 1)
        self._column.addWidget(strip)

    def fill(self, frame: Frame) -> None:
        """Stand on a screen and fill it, with the frame that the desktop draws around windows."""
        place = QRect(frame.left, frame.top, frame.width, frame.height)
        screen = QGuiApplication.screenAt(place.center())
        if screen is not None:
            self.setScreen(screen)  # else it would fill the screen that it was born on
        self.setGeometry(place)
        if screen is not None:
            self.setWindowState(Qt.WindowState.WindowMaximized)
        if self.isHidden():
            self.show()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write the window's own texts anew."""
        self.setWindowTitle(self.tr("Typical models"))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the models back to the main window when a hand closes this one."""
        event.ignore()
        self.closed_by_hand.emit()
