"""Asking for a passphrase where nobody can read it over a shoulder or in a list of processes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

_SHORTEST: Final = 12


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file}: a file with a passphrase is UTF-8 text") from error


def passphrase_option(*, confirm: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option ``--passphrase-file``; without it the passphrase is asked for.

    Only where ``--keys`` was given; otherwise the command gets an empty one. With ``confirm`` it
    is a new one, asked for twice, and must not be short: whoever opens the box has the hub's keys.
    """

    def read(ctx: click.Context, _param: click.Parameter, value: Path | None) -> str:
        if ctx.params.get("box") is None:
            return ""
        if value is None:
            said: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm)
        else:
            said = _read(value)
        if confirm and len(said) < _SHORTEST:
            raise click.UsageError(f"a passphrase has {_SHORTEST} characters at least")
        return said

    return click.option(
        "--passphrase-file",
        "passphrase",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        callback=read,
        help="Read the passphrase of --keys from a file instead of asking.",
    )
