"""Folders named on the command line."""

from pathlib import Path
from typing import Any

import click


class _Folder(click.Path):
    """A folder, there or not; an empty name is none: it would mean where the shell stands."""

    def convert(
        self,
        value: Any,  # noqa: ANN401 - as in the base class
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401 - as in the base class
        """Return the folder's path."""
        if value == "":
            self.fail("the name is empty; name a folder, '.' for this one", param, ctx)
        return super().convert(value, param, ctx)


FOLDER = _Folder(file_okay=False, path_type=Path)
