"""``reviewroom requests``: what waits for a second officer at the hub's machine."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from queue_client.keys import fingerprint
from workstation.cli.acting import data_option, prove, records_of, stdin_option
from workstation.domain.four_eyes import OF_TRUST, Act, Request
from workstation.domain.instants import to_text
from workstation.domain.officer import OfficerState

_by_option = click.option(
    "--by", required=True, metavar="OFFICER", help="Who answers; their password is asked for."
)


@click.group("requests", short_help="Agree, as a second officer, to keys and officers.")
def requests_group() -> None:
    """Answer what an administrator asks for: keys, officers, passwords.

    A supervisor or another administrator agrees, here or at a desk; nobody to what they asked for
    themselves, or to what is about themselves. Cases are answered at a desk, or with
    'reviewroom leases'.
    """


@requests_group.command("list", short_help="List what waits for a second officer.")
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
def list_command(*, data: Path, as_json: bool) -> None:
    """List every open request, oldest first."""
    with records_of(data) as records:
        requests = records.requests()
    if not requests and not as_json:
        click.echo("nothing waits for a second officer")
    for one in requests:
        if as_json:
            click.echo(json.dumps(_record(one), ensure_ascii=False))
        else:
            click.echo(f"{one.request_id}  {one.act.value} {_subject(one)}")
            said = f": {one.reason}" if one.reason else ""
            click.echo(f"{'':32}  by {one.requester}, {one.requested_at:%Y-%m-%d %H:%M} UTC{said}")
            if one.has_lapsed(datetime.now(UTC)):
                click.echo(f"{'':32}  waited too long: decline it, and have it asked for anew")


@requests_group.command("approve", short_help="Agree to what another officer asked for.")
@click.argument("request_id")
@_by_option
@stdin_option
@data_option
def approve_command(request_id: str, *, by: str, password_stdin: bool, data: Path) -> None:
    """Agree to REQUEST_ID, which another officer made; it is done at once."""
    with records_of(data) as records:
        request = _open_one(records.requests(), request_id)
        officer = prove(records, by, from_stdin=password_stdin)
        records.approve(request_id, officer=str(officer), now=datetime.now(UTC))
    click.echo(f"{request.act.value} {_subject(request)}: done")


@requests_group.command("decline", short_help="Close a request undone, or take one's own back.")
@click.argument("request_id")
@click.option("--why", required=True, help="The reason, for the audit.")
@_by_option
@stdin_option
@data_option
def decline_command(
    request_id: str, *, why: str, by: str, password_stdin: bool, data: Path
) -> None:
    """Close REQUEST_ID undone; whoever asked may take it back."""
    with records_of(data) as records:
        request = _open_one(records.requests(), request_id)
        officer = prove(records, by, from_stdin=password_stdin)
        records.decline(request_id, officer=str(officer), reason=why, now=datetime.now(UTC))
    click.echo(f"{request.act.value} {_subject(request)}: declined")


def _open_one(requests: Sequence[Request], request_id: str) -> Request:
    request = next((one for one in requests if one.request_id == request_id), None)
    if request is None:
        raise click.UsageError(
            f"there is no open request {request_id!r}; 'reviewroom requests list' shows all"
        )
    if request.act not in OF_TRUST:
        raise click.UsageError(
            "this one is about a case: it is answered at a desk, or with 'reviewroom leases'"
        )
    return request


def _record(request: Request) -> dict[str, Any]:
    return {
        "request": request.request_id,
        "act": request.act.value,
        "subject": request.subject,
        "content": dict(request.content),
        "by": request.requester,
        "at": to_text(request.requested_at),
        "reason": request.reason,
    }


def _subject(request: Request) -> str:
    content = request.content
    match request.act:
        case Act.ENROL:
            until = f" until {content['not_after'][:10]}" if "not_after" in content else ""
            mark = fingerprint(request.subject)
            where = f" from {', '.join(content['allowed_ip'])}" if "allowed_ip" in content else ""
            again = "" if content.get("before", {}).get("enabled", True) else ", which was revoked"
            return f"{content['kind']} {content['name']}, key {mark}{again}{until}{where}"
        case Act.OFFICER:
            roles = ", ".join(content["roles"])
            who = f"{request.subject} ({content['name']}): {roles}{_proven_by(request)}"
            return f"{who}{_instead(request)}"
        case Act.PASSWORD:
            return f"{request.subject}{_proven_by(request)}"
        case Act.EXPORT:
            return f"of {content['case_id']}"
        case Act.DISPOSE:
            size = f"{content['bytes'] / 1e9:.1f} GB"
            return f"of {content['packages']} packages before {request.subject[:10]}, {size}"
        case _:
            return request.subject


def _instead(request: Request) -> str:
    """Return what somebody is now whom a request is about, and that they get a new password."""
    before = request.content.get("before")
    if before is None:
        return ""
    password = "" if "proven_by" in request.content else ", with a new password"
    state = "" if before["state"] == OfficerState.ACTIVE.value else f" and {before['state']}"
    return f"{password} (now {', '.join(before['roles'])}{state})"


def _proven_by(request: Request) -> str:
    return ", proven by the directory" if "proven_by" in request.content else ""
