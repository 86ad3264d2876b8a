"""The project's own files, as the house tests look at them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("workstation", "ui", "viewer", "queue_client", "resources")
_SKIPPED = {".git", ".venv", "__pycache__", "demo-data", "build", "dist"}
_TEXT = {
    ".py", ".md", ".toml", ".yaml", ".yml", ".txt", ".lock", ".ts", ".svg", ".csv", ".json",
    ".sh", ".mako", ".cfg", ".ini", "",
}  # fmt: skip


def sources(*rooms: str) -> list[Path]:
    """Return the Python files of some rooms, of all rooms without a name."""
    return [path for room in rooms or ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


@cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return everything that stands in a file."""
    return tuple(ast.walk(parsed(path)))


@cache
def imports(path: Path) -> frozenset[str]:
    """Return the full names of the modules that a file imports, wherever in the file."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            found.add(node.module)
    return frozenset(found)


@cache
def calls(path: Path) -> tuple[ast.Call, ...]:
    """Return every call that stands in a file."""
    return tuple(node for node in nodes(path) if isinstance(node, ast.Call))


def texts() -> Iterator[tuple[Path, str]]:
    """Return every text file that may be committed, with its text."""
    for path in sorted(ROOT.rglob("*")):
        inner = path.relative_to(ROOT)
        hidden = any(part.startswith(".") and part != ".ci" for part in inner.parts[:-1])
        if hidden or _SKIPPED & set(inner.parts) or not path.is_file():
            continue
        if path.suffix in _TEXT and "egg-info" not in str(inner):
            try:
                yield inner, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a binary without a suffix
