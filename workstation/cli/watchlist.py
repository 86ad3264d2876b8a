"""``reviewroom watchlist``: put lists of risk control in force, see them, take them out."""

import json
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

from queue_client.supervision_messages import SteerAct, Topic
from workstation.cli.leases import acting, seated
from workstation.domain.watch_files import WatchListUnreadable, read_watch_file
from workstation.domain.watch_list import LIST_NAME, ListKind, WatchList, import_parts

_MOST_BYTES: Final = 8 * 1024**2
_reason_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--reason", required=True, help="Why, for the audit."
)


@click.group("watchlist", short_help="Put lists of risk control in force; see what they mean.")
def watchlist_group() -> None:
    """Keep the lists of risk control, as a supervisor with a desk's key.

    A list is a CSV file whose first line names its columns, or a JSON or TOML file with a list
    called 'entry': container, consignee, hs, word, site, valid_from, valid_to, instruction, effect
    (must_inspect, two_readers or look_at).
    """


@watchlist_group.command("import", short_help="Put a list in force, in place of the one before.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--name", help="What the list is called; its file's name without the ending.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in ListKind]),
    default=ListKind.INSTRUCTIONS.value,
    show_default=True,
    help="What it is about; decides which alert its hits raise.",
)
@_reason_option
@acting
def import_command(  # noqa: PLR0913 - one parameter an option
    file: Path,
    *,
    name: str | None,
    kind: str,
    reason: str,
    config: Path,
    officer: str,
    password_stdin: bool,
) -> None:
    """Put the list in FILE in force, whole or not at all; one of the same name is replaced."""
    zone = datetime.now().astimezone().tzinfo
    with file.open("rb") as opened:
        content = opened.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES or zone is None:
        raise WatchListUnreadable(file.name, 0, "it is too large for a list")
    entries = read_watch_file(file.name, content, zone=zone)
    named = name or file.stem
    if not LIST_NAME.match(named):
        says = f"a list cannot be called {named!r}; give it a --name of letters, digits and '_.-'"
        raise click.UsageError(says)
    new = WatchList(name=named, kind=ListKind(kind), entries=entries)
    done: dict[str, Any] = {}
    with seated(config, officer, from_stdin=password_stdin) as desk:
        for part in import_parts(new, source=file.name):
            done = desk.steer(SteerAct.IMPORT_LIST, part, reason=reason, request=uuid.uuid4().hex)
    told = "in force" if done.get("new") else "in force already; nothing changed"
    click.echo(f"{new.name}: {len(entries)} entries, {told}")


@watchlist_group.command("drop", short_help="Take a list out of force.")
@click.argument("name")
@_reason_option
@acting
def drop_command(
    name: str, *, reason: str, config: Path, officer: str, password_stdin: bool
) -> None:
    """Take the list NAME out of force; its hits end."""
    with seated(config, officer, from_stdin=password_stdin) as desk:
        desk.steer(SteerAct.DROP_LIST, {"name": name}, reason=reason, request=uuid.uuid4().hex)
    click.echo(f"{name} is out of force")


@watchlist_group.command("list", short_help="List what is in force and what it means.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@acting
def list_command(*, as_json: bool, config: Path, officer: str, password_stdin: bool) -> None:
    """List the lists in force and their newest hits."""
    with seated(config, officer, from_stdin=password_stdin) as desk:
        found = desk.consult(Topic.WATCH_LISTS, {})
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found["lists"]:
        counts = f"{one['entries']} entries, means {one['active']} open cases"
        click.echo(f"{one['name']}  {one['kind']}, {counts}; {one['officer']} at {one['at'][:16]}")
    for hit in found["hits"]:
        state = "over" if hit["ended"] else hit["effect"]
        click.echo(f"  {hit['case_id']}  {hit['list']} line {hit['line']}  {state}")
