"""Icons, colour maps, presets, translations and tables that ship with the program."""

from pathlib import Path

_ROOT = Path(__file__).parent


def path(name: str) -> Path:
    """Return the path of a shipped resource such as ``"presets/grey.toml"``.

    Raises
    ------
    FileNotFoundError
        If no resource of that name ships with the program.
    """
    found = _ROOT / name
    if not found.exists():
        raise FileNotFoundError(f"no resource named {name!r} ships with the program")
    return found
