"""What program this is."""

from importlib.metadata import PackageNotFoundError, version

import PySide6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def show_about(window: QWidget) -> None:
    """Say what program this is, of which version, over a window."""
    try:
        ours = version("review-room")
    except PackageNotFoundError:
        ours = "0"
    box = QMessageBox(window)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(QCoreApplication.translate("About", "About Review Room"))
    box.setIconPixmap(window.windowIcon().pixmap(48, 48))
    box.setText(
        QCoreApplication.translate("About", "Review Room %1\nQt for Python %2\nLicence: Apache-2.0")
        .replace("%1", ours)
        .replace("%2", PySide6.__version__)
    )
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
