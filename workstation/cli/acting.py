"""Who acts at the hub's own machine: an administrator by name, who types their password."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from workstation.cli.folders import FOLDER
from workstation.domain.errors import LastAdministrator
from workstation.domain.four_eyes import SHUT_OUT_COUNTS, Request, may_agree
from workstation.domain.officer import OF_DIRECTORY, Officer, OfficerState
from workstation.domain.trust import TrustChange

if TYPE_CHECKING:
    from workstation.storage.records import SqlRecords

REFUSED: Final = "officer:console:refused"
"""The entry of a wrong password typed at the hub's machine."""

data_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--data",
    required=True,
    type=FOLDER,
    help="The hub's data folder.",
)
by_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--by",
    metavar="OFFICER",
    help="Who acts: an administrator, whose own password is asked for. Needed as soon as the room "
    "has one.",
)
stdin_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--password-stdin",
    is_flag=True,
    help="Read passwords from standard input, a line each: that of '--by', then a new one.",
)
why_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--why", default="", help="The reason, for the officer who has to agree and for the audit."
)


@contextmanager
def records_of(data: Path) -> "Iterator[SqlRecords]":
    """Open the records of a hub's data folder, which must have some."""
    from workstation.assembly.hub import open_kept_records  # noqa: PLC0415 - brings the database in

    records = open_kept_records(data)
    try:
        yield records
    finally:
        records.close()


def prove(records: "SqlRecords", officer_id: str | None, *, from_stdin: bool) -> str | None:
    """Have whoever acts type their password, and return who it is; None for nobody named.

    Raises
    ------
    click.ClickException
        If it is not the password; that is noted in the log, and counts as at a desk.
    ConsoleLocked
        If too many were wrong before, in this command or in others; then it is not looked at.
    """
    if officer_id is None:
        return None
    from workstation.hub.sessions import is_password  # noqa: PLC0415 - brings argon2 in

    found = records.officer(officer_id)
    if found is not None and found[1] == OF_DIRECTORY:
        raise click.ClickException(
            f"the directory proves the password of {officer_id!r}, and it is not asked here: "
            "answer at a desk, or act as an officer whose password is the hub's own"
        )
    typed = (
        sys.stdin.readline().rstrip("\r\n")
        if from_stdin
        else str(click.prompt(f"Password of {officer_id}", hide_input=True))
    )
    this = records.begin_try(officer_id, now=datetime.now(UTC))
    if not is_password(None if found is None else found[1], typed):
        _note_wrong(records, officer_id, None if found is None else found[0])
        raise click.ClickException(f"this is not the password of an officer {officer_id!r}")
    records.was_right(this)
    return officer_id


def _note_wrong(records: "SqlRecords", officer_id: str, officer: Officer | None) -> None:
    """Note a wrong password; of too many in a day the officer is shut out, as at a desk."""
    now = datetime.now(UTC)
    in_a_row, beyond_day = records.wrong_tries(officer_id, now=now)
    records.note(REFUSED, {"officer": officer_id, "in_a_row": in_a_row}, now=now)
    if officer is None or officer.state is not OfficerState.ACTIVE or not beyond_day:
        return
    try:
        records.set_officer_state(
            officer_id, OfficerState.LOCKED, why="wrong passwords at the hub's machine", now=now
        )
    except LastAdministrator:
        records.note("officer:lock:spared", {"officer": officer_id}, now=now)


def change(
    records: "SqlRecords", wanted: TrustChange, *, officer: str | None, why: str
) -> Request | None:
    """Make a change, or ask for it and say who has to agree; None when it was made."""
    request = records.change_trust(
        wanted, officer=officer, reason=why.strip(), now=datetime.now(UTC)
    )
    if request is not None:
        click.echo(
            f"asked for as {request.request_id}: not in force until a supervisor or another "
            "administrator agrees"
        )
        click.echo(
            "they do so at a desk, under Steering, or here: "
            f"reviewroom requests approve {request.request_id} --by THEIR_ID --data ..."
        )
        about = (officer, wanted.subject)
        others = [one for one in records.officers() if one.officer_id not in about]
        if not any(
            one.state is OfficerState.ACTIVE and may_agree(one.roles, wanted.act) for one in others
        ):
            click.echo(
                "none of them may work now: 'reviewroom officers unlock' whom wrong passwords "
                f"locked out; {SHUT_OUT_COUNTS.days} days after the last was disabled, ask again"
            )
    return request
