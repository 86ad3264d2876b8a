"""``reviewroom leases``: see who holds what, take a case back, let a parked one go by two."""

import json
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from queue_client.client import DeskClient
from queue_client.keys import KeyPair
from queue_client.supervision_messages import SteerAct
from workstation.assembly.card import read_card
from workstation.settings import read_desk

_config_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--config",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Configuration file with a table [desk]: whose key is used.",
)
_officer_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--officer", required=True, help="Who acts: a supervisor or a chief."
)
_stdin_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, one line."
)
_reason_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--reason", required=True, help="Why, for the desk that held it and for the audit."
)


def acting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say who acts, at whose desk."""
    return _config_option(_officer_option(_stdin_option(command)))


@click.group("leases", short_help="Take a case from a desk; let a parked case go by two officers.")
def leases_group() -> None:
    """Watch over the cases that desks hold, as a supervisor or chief with a desk's key.

    Use the key of a desk at which nobody sits: whoever sits there is logged out.
    """


@leases_group.command("list", short_help="List leases, parked cases and open requests.")
@acting
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_command(*, config: Path, officer: str, password_stdin: bool, as_json: bool) -> None:
    """List who holds which case, what is parked, and what waits for a second officer."""
    with seated(config, officer, from_stdin=password_stdin) as desk:
        room = desk.oversee()
    if as_json:
        click.echo(json.dumps(room, ensure_ascii=False))
        return
    if not any(room.get(kind) for kind in ("leases", "parked", "stuck", "requests")):
        click.echo("no case is leased or parked, and nothing waits for a second officer")
    for lease in room["leases"]:
        left = f"{lease['left_s']:.0f} s left"
        click.echo(f"leased   {lease['case_id']}  {lease['officer']} at {lease['desk']}, {left}")
    for case in room["parked"]:
        click.echo(f"parked   {case['case_id']}  after {case['attempts']} tries")
    for case in room.get("stuck", ()):  # a hub of before knows none
        click.echo(f"stuck    {case['case_id']}  every chief has read it: no chief may decide it")
    for one in room["requests"]:
        click.echo(f"request  {one['request_id']}  {one['act']} {one['subject']}")
        click.echo(f"         by {one['requester']}: {one['reason']}")


@leases_group.command("break", short_help="Take a case from the desk that holds it.")
@click.argument("case_id")
@_reason_option
@acting
def break_command(
    case_id: str, *, reason: str, config: Path, officer: str, password_stdin: bool
) -> None:
    """Take CASE_ID from the desk that holds it; it waits again, and the desk is told why."""
    with seated(config, officer, from_stdin=password_stdin) as desk:
        held = [one for one in desk.oversee()["leases"] if one["case_id"] == case_id]
        if not held:
            raise click.UsageError(f"nobody holds {case_id}; 'reviewroom leases list' shows all")
        desk.break_lease(case_id, held[0]["token"], reason)
    click.echo(f"{case_id} was taken from {held[0]['officer']} at {held[0]['desk']}")


@leases_group.command("unpark", short_help="Ask that a parked case may wait again.")
@click.argument("case_id")
@_reason_option
@acting
def unpark_command(
    case_id: str, *, reason: str, config: Path, officer: str, password_stdin: bool
) -> None:
    """Ask that the parked CASE_ID may wait again; another officer has to approve it."""
    with seated(config, officer, from_stdin=password_stdin) as desk:
        request_id = desk.unpark(case_id, reason)
    click.echo(f"asked for as {request_id}; another supervisor or chief approves it")


@leases_group.command("approve", short_help="Agree to what another officer asked for.")
@click.argument("request_id")
@acting
def approve_command(request_id: str, *, config: Path, officer: str, password_stdin: bool) -> None:
    """Agree to REQUEST_ID, which another officer made; it is done at once."""
    with seated(config, officer, from_stdin=password_stdin) as desk:
        desk.approve(request_id)
    click.echo(f"request {request_id} approved")


@leases_group.command("set-aside", short_help="Free a case that no chief may decide.")
@click.argument("case_id")
@_reason_option
@acting
def set_aside_command(
    case_id: str, *, reason: str, config: Path, officer: str, password_stdin: bool
) -> None:
    """Set the chief's own earlier reading of the stuck CASE_ID aside; the chief then decides it.

    Only a supervisor may do so. Better, where there is one: give another chief a seat.
    """
    with seated(config, officer, from_stdin=password_stdin) as desk:
        order = {"case_id": case_id}
        desk.steer(SteerAct.SET_ASIDE, order, reason=reason, request=uuid.uuid4().hex)
    click.echo(f"{case_id} may be decided by the chief who read it first")


@contextmanager
def seated(config: Path, officer: str, *, from_stdin: bool) -> Iterator[DeskClient]:
    """Sit down with a password that is typed or comes in one line, and stand up at the end."""
    settings = read_desk(config)
    keys, card = KeyPair.load(settings.keys), read_card(settings.hub_card)
    password = (
        sys.stdin.readline().rstrip("\r\n")
        if from_stdin
        else click.prompt("Password", hide_input=True)
    )
    desk = DeskClient(card.address, keys, desk=settings.desk)
    try:
        desk.login(officer, str(password))
        try:
            yield desk
        finally:
            desk.logout()
    finally:
        desk.close()
