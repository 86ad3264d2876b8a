"""``reviewroom records``: where a hub's records live, and carrying them elsewhere."""

import json
from pathlib import Path
from typing import Final

import click

from workstation.cli.acting import data_option
from workstation.cli.keys import json_option

_SQLITE: Final = "sqlite"


@click.group("records", short_help="Where a hub's records live; carry them to PostgreSQL and back.")
def records_group() -> None:
    """Say where the records of a hub live, and carry them to PostgreSQL and back.

    Packages, keys and checkpoints stay in the data folder either way.
    """


@records_group.command("where", short_help="Say where the records live.")
@data_option
@json_option
def where_command(*, data: Path, as_json: bool) -> None:
    """Say where the records of a data folder live."""
    from workstation.storage.homes import (  # noqa: PLC0415 - brings the database in
        conninfo_of,
        must_be_there,
    )
    from workstation.storage.records import HUB_DATABASE  # noqa: PLC0415

    must_be_there(data / HUB_DATABASE)
    conninfo = conninfo_of(data / HUB_DATABASE)
    if as_json:
        home = _SQLITE if conninfo is None else "postgresql"
        click.echo(json.dumps({"home": home, "conninfo": conninfo}))
    else:
        click.echo(
            f"SQLite: {data / HUB_DATABASE}" if conninfo is None else f"PostgreSQL: {conninfo}"
        )


@records_group.command("move", short_help="Carry the records to PostgreSQL, or back.")
@data_option
@click.option(
    "--to",
    "home",
    required=True,
    metavar="CONNINFO|sqlite",
    help='An empty PostgreSQL database, such as "host=db dbname=reviewroom"; or sqlite.',
)
@json_option
def move_command(*, data: Path, home: str, as_json: bool) -> None:
    """Carry all records to an empty PostgreSQL database, or back into a file; check them there.

    The hub must not run. What was there before is kept under another name and no longer used. A
    data folder without records is simply told where to keep them.
    """
    from workstation.assembly.moving import move  # noqa: PLC0415 - brings the database in

    moved = move(data, None if home == _SQLITE else home)
    if as_json:
        click.echo(json.dumps({"entries": moved.entries, "verified": moved.verified}))
    elif not moved.entries:
        click.echo("there are no records yet; what is recorded from now on goes there")
    else:
        click.echo(f"{moved.entries} audit entries carried; all holds as it held before")
