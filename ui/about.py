"""What program this is."""

from importlib.metadata import PackageNotFoundError, version

import PySide6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def report_sentence(path: str) -> str:
    """Return where a report of an error lies, and that it may be handed on."""
    told = QCoreApplication.translate(
        "About", "A report without pictures and names lies in %1; give it to your support."
    )
    return told.replace("%1", path)


def report_news(path: str) -> str:
    """Return, for whoever has just met an error or starts anew after a crash, the same."""
    news = QCoreApplication.translate("About", "Something went wrong at this desk.")
    return f"{news} {report_sentence(path)}"


def show_about(window: QWidget, *, report: str = "") -> None:
    """Say what program this is, of which version, over a window.

    Where the newest report of an error lies is told as well, when there is one: it can be read
    here, and copied, long after the line that told of it has gone.
    """
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
    if report:
        box.setInformativeText(report_sentence(report))
        box.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
