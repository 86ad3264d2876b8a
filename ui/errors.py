"""What can keep the window from opening; the world's doing."""

from workstation.domain.errors import ReviewRoomError


class NoDisplay(ReviewRoomError):
    """There is no screen to open a window on."""

    advice = (
        "Start it in a graphical session or set DISPLAY to an X server that is running; "
        "'reviewroom demo --headless' needs no screen."
    )

    def __init__(self) -> None:
        super().__init__("no screen was found, so the window cannot open")


class DeskAlreadyOpen(ReviewRoomError):
    """Another window works in the same folder; two would share one journal."""

    advice = "Close the other window, or give this desk a folder of its own."

    def __init__(self, folder: str) -> None:
        super().__init__(f"another window already works in the folder {folder}")
        self.folder = folder
