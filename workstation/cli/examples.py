"""The option ``--example``: a commented configuration file to start from."""

from collections.abc import Callable
from importlib import resources
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def example_text(table: str) -> str:
    """Return the commented example for table ``hub``, ``site`` or ``desk``."""
    file = resources.files("resources") / "config" / f"{table}.example.toml"
    return file.read_text(encoding="utf-8")


def example_option(table: str) -> Callable[[Command], Command]:
    """Let a command print its example and leave."""

    def show(context: click.Context, _option: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click calls this
        if asked and not context.resilient_parsing:
            click.echo(example_text(table), nl=False)
            context.exit()

    return click.option(
        "--example",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help="Print a commented configuration file and leave.",
    )
