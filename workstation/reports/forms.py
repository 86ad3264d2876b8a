"""The forms a report may be written in, by the end of the file's name."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from workstation.domain.errors import ReviewRoomError
from workstation.reports.html_form import write_html
from workstation.reports.paper import Paper
from workstation.reports.pdf import write_pdf
from workstation.reports.tables import write_csv, write_xlsx

FORMS: Final[dict[str, Callable[[Path, Paper], None]]] = {
    ".html": write_html,
    ".pdf": write_pdf,
    ".xlsx": write_xlsx,
    ".csv": write_csv,
}


class ReportNotWritten(ReviewRoomError):
    """A report cannot be written where it was asked for."""

    advice = "Name a file that ends in .html, .pdf, .xlsx or .csv, in a folder that can be written."

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"report {path}: {reason}")
        self.path, self.reason = path, reason


def write_report(path: Path, paper: Paper) -> None:
    """Write a paper in the form that the file's name asks for, whole or not at all.

    Raises
    ------
    ReportNotWritten
        If there is no such form, or the disk refuses.
    FontMissing
        If it is to be PDF and this machine has no Chinese font.
    """
    write = FORMS.get(path.suffix.lower())
    if write is None:
        raise ReportNotWritten(path, f"there is no form {path.suffix or 'without an ending'}")
    try:
        write(path, paper)
    except OSError as error:
        path.with_name(f".{path.name}.part").unlink(missing_ok=True)
        raise ReportNotWritten(path, error.strerror or str(error)) from error
