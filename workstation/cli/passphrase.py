"""Asking for a passphrase where nobody can read it over a shoulder or in a list of processes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def passphrase_option(*, confirm: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option ``--passphrase-file``; without it the passphrase is asked for.

    Only where ``--keys`` was given; otherwise the command gets an empty one.
    """

    def read(ctx: click.Context, _param: click.Parameter, value: Path | None) -> str:
        if ctx.params.get("box") is None:
            return ""
        if value is None:
            asked: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm)
            return asked
        return value.read_text(encoding="utf-8").strip()

    return click.option(
        "--passphrase-file",
        "passphrase",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        callback=read,
        help="Read the passphrase of --keys from a file instead of asking.",
    )
