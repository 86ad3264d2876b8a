"""``reviewroom officers``: who works in the room, who is let in again, who no longer."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workstation.cli.acting import (
    by_option,
    change,
    data_option,
    prove,
    records_of,
    stdin_option,
    why_option,
)
from workstation.cli.keys import directory_option, json_option, new_hash
from workstation.domain.officer import OF_DIRECTORY, OfficerState
from workstation.domain.trust import new_password, reinstatement

if TYPE_CHECKING:
    from workstation.storage.records import SqlRecords

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
    with records_of(data) as records:
        officers = records.officers()
        of_directory = {
            one.officer_id
            for one in officers
            if (records.officer(one.officer_id) or (one, ""))[1] == OF_DIRECTORY
        }
    for officer in officers:
        theirs = officer.officer_id in of_directory
        roles = sorted(role.value for role in officer.roles)
        if as_json:
            record = {
                "officer": officer.officer_id,
                "name": officer.name,
                "roles": roles,
                "state": officer.state.value,
                "password": "directory" if theirs else "hub",
            }
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            state = "" if officer.state is OfficerState.ACTIVE else f"  {officer.state.value}"
            state += "  by the directory" if theirs else ""
            click.echo(f"{officer.officer_id:16} {officer.name:20} {', '.join(roles)}{state}")


@officers_group.command("disable", short_help="Let an officer in no more.")
@click.argument("officer_id")
@_why_option
@data_option
def disable_command(officer_id: str, *, why: str, data: Path) -> None:
    """Let the officer OFFICER_ID in no more; a session under way ends. One alone may do it."""
    with records_of(data) as records:
        try:
            records.set_officer_state(
                officer_id, OfficerState.DISABLED, why=why, now=datetime.now(UTC)
            )
        except KeyError:
            raise _no_such(officer_id) from None
    click.echo(f"officer {officer_id} disabled")


@officers_group.command("unlock", short_help="Let an officer in again.")
@click.argument("officer_id")
@_why_option
@by_option
@stdin_option
@data_option
def unlock_command(
    officer_id: str, *, why: str, by: str | None, password_stdin: bool, data: Path
) -> None:
    """Let the officer OFFICER_ID in again who was disabled, or locked by wrong passwords.

    Whom wrong passwords locked out one administrator lets in again; for whom somebody disabled a
    second officer has to agree, where there is one.
    """
    with records_of(data) as records:
        acting = prove(records, by, from_stdin=password_stdin)
        before = _state_of(records, officer_id)
        asked = change(records, reinstatement(officer_id), officer=acting, why=why)
    if asked is None:
        click.echo(f"officer {officer_id} may work again")
    if before is OfficerState.ACTIVE:
        click.echo(
            "(they were neither disabled nor locked; if a desk makes them wait after wrong "
            "passwords in a row, that is over)"
        )


@officers_group.command("password", short_help="Give an officer a new password.")
@click.argument("officer_id")
@why_option
@by_option
@stdin_option
@directory_option
@data_option
def password_command(  # noqa: PLR0913 - one argument an option
    officer_id: str,
    *,
    why: str,
    by: str | None,
    password_stdin: bool,
    directory: bool,
    data: Path,
) -> None:
    """Give the officer OFFICER_ID a new password; roles and state stay.

    With '--by' the same officer it is their own, and nobody else is asked.
    """
    with records_of(data) as records:
        acting = prove(records, by, from_stdin=password_stdin)
        state = _state_of(records, officer_id)
        kept = new_hash(officer_id, from_stdin=password_stdin, directory=directory)
        wanted = new_password(officer_id, kept)
        asked = change(records, wanted, officer=acting, why=why)
    if asked is None:
        proven = "is proven by the directory from now on" if directory else "has a new password"
        click.echo(f"officer {officer_id} {proven}")
    if state is not OfficerState.ACTIVE:
        click.echo(f"and is still {state.value}: 'reviewroom officers unlock' lets them in again")


def _state_of(records: "SqlRecords", officer_id: str) -> OfficerState:
    found = records.officer(officer_id)
    if found is None:
        raise _no_such(officer_id)
    return found[0].state


def _no_such(officer_id: str) -> click.UsageError:
    return click.UsageError(
        f"there is no officer {officer_id!r}; 'reviewroom officers list' shows all"
    )
