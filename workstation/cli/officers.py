"""``reviewroom officers``: who works in the room, who is let in again, who no longer."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from workstation.cli.keys import data_option, json_option, open_records_of, read_password
from workstation.domain.officer import OfficerState

_why_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--why", required=True, help="The reason, for the audit."
)


@click.group("officers", short_help="List officers; disable, unlock, give a new password.")
def officers_group() -> None:
    """Keep the list of officers at the hub. 'reviewroom keys officer' adds one.

    A hub that runs notices within a second; whoever is disabled leaves the desk at once, and what
    they held waits again. The last administrator can be neither disabled nor locked.
    """


@officers_group.command("list", short_help="List the officers.")
@data_option
@json_option
def list_command(*, data: Path, as_json: bool) -> None:
    """List every officer with roles and state."""
    records = open_records_of(data)
    try:
        officers = records.officers()
    finally:
        records.close()
    for officer in officers:
        roles = sorted(role.value for role in officer.roles)
        if as_json:
            record = {
                "officer": officer.officer_id,
                "name": officer.name,
                "roles": roles,
                "state": officer.state.value,
            }
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            state = "" if officer.state is OfficerState.ACTIVE else f"  {officer.state.value}"
            click.echo(f"{officer.officer_id:16} {officer.name:20} {', '.join(roles)}{state}")


@officers_group.command("disable", short_help="Let an officer in no more.")
@click.argument("officer_id")
@_why_option
@data_option
def disable_command(officer_id: str, *, why: str, data: Path) -> None:
    """Let the officer OFFICER_ID in no more; a session under way ends."""
    _set_state(officer_id, OfficerState.DISABLED, why=why, data=data)
    click.echo(f"officer {officer_id} disabled")


@officers_group.command("unlock", short_help="Let an officer in again.")
@click.argument("officer_id")
@_why_option
@data_option
def unlock_command(officer_id: str, *, why: str, data: Path) -> None:
    """Let the officer OFFICER_ID in again who was disabled, or locked by wrong passwords."""
    before = _set_state(officer_id, OfficerState.ACTIVE, why=why, data=data)
    click.echo(f"officer {officer_id} may work again")
    if before is OfficerState.ACTIVE:
        click.echo(
            "(they were neither disabled nor locked; if a desk makes them wait after wrong "
            "passwords in a row, that is over)"
        )


@officers_group.command("password", short_help="Give an officer a new password.")
@click.argument("officer_id")
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, one line."
)
@data_option
def password_command(officer_id: str, *, password_stdin: bool, data: Path) -> None:
    """Give the officer OFFICER_ID a new password; roles and state stay."""
    from workstation.hub.sessions import hash_password  # noqa: PLC0415 - brings argon2 in

    password = read_password(officer_id, from_stdin=password_stdin)
    records = open_records_of(data)
    try:
        records.set_password_hash(officer_id, hash_password(password), now=datetime.now(UTC))
        found = records.officer(officer_id)
    except KeyError:
        raise _no_such(officer_id) from None
    finally:
        records.close()
    click.echo(f"officer {officer_id} has a new password")
    if found is not None and found[0].state is not OfficerState.ACTIVE:
        state = found[0].state.value
        click.echo(f"and is still {state}: 'reviewroom officers unlock' lets them in again")


def _set_state(officer_id: str, state: OfficerState, *, why: str, data: Path) -> OfficerState:
    """Set an officer's state; return the one before."""
    records = open_records_of(data)
    try:
        found = records.officer(officer_id)
        if found is None:
            raise _no_such(officer_id)
        records.set_officer_state(officer_id, state, why=why, now=datetime.now(UTC))
    finally:
        records.close()
    return found[0].state


def _no_such(officer_id: str) -> click.UsageError:
    return click.UsageError(
        f"there is no officer {officer_id!r}; 'reviewroom officers list' shows all"
    )
