"""Which program made a report."""

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """Return the version of this program, as every report tells it."""
    try:
        return version("review-room")
    except PackageNotFoundError:
        return "0 (not installed)"
