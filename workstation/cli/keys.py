"""``reviewroom keys``: make key files, enrol machines and officers at a hub."""

import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from queue_client.keys import KeyPair, fingerprint, is_public_key
from queue_client.shapes import NAME_PATTERN
from workstation.domain.officer import Officer, Role
from workstation.domain.principal import Principal, PrincipalKind

if TYPE_CHECKING:
    from workstation.storage.records import SqlRecords

_data_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The hub's data folder.",
)
_json_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON, one object a line."
)
_kind_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--kind", required=True, type=click.Choice([kind.value for kind in PrincipalKind])
)


_KEY_MAY_BEGIN_WITH_A_DASH: dict[str, Any] = {"ignore_unknown_options": True}


@click.group("keys", short_help="Make keys; enrol sites, desks and officers.")
def keys_group() -> None:
    """Make the keys of sites and desks, and say to the hub whom it may trust.

    A machine makes its own key, so that the secret half never travels. Its public half is
    enrolled at the hub after the fingerprint has been read aloud and compared.
    """


@keys_group.command("make", short_help="Make a key file for a site or a desk.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_json_option
def make_command(file: Path, *, as_json: bool) -> None:
    """Write a new key to FILE, readable by its owner only; never over an existing file."""
    pair = KeyPair.make()
    pair.save(file)
    _show(file, pair, as_json=as_json)


@keys_group.command("show", short_help="Show the public half of a key file.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_json_option
def show_command(file: Path, *, as_json: bool) -> None:
    """Show the public half of the key in FILE, and its fingerprint to read aloud."""
    _show(file, KeyPair.load(file), as_json=as_json)


@keys_group.command(
    "enrol",
    context_settings=_KEY_MAY_BEGIN_WITH_A_DASH,
    short_help="Let a site or a desk speak to the hub.",
)
@click.argument("name")
@click.argument("public_key")
@_kind_option
@_data_option
def enrol_command(name: str, public_key: str, *, kind: str, data: Path) -> None:
    """Enrol PUBLIC_KEY as the key of the site or desk NAME.

    A second key for the same name is allowed, so that keys can be changed without a gap. A hub
    that runs notices within a second.
    """
    _enrol(name, public_key, kind=kind, data=data, enabled=True)
    click.echo(f"{kind} {name} enrolled with key {fingerprint(public_key)}")


@keys_group.command(
    "revoke", context_settings=_KEY_MAY_BEGIN_WITH_A_DASH, short_help="Shut a key out."
)
@click.argument("name")
@click.argument("public_key")
@_kind_option
@_data_option
def revoke_command(name: str, public_key: str, *, kind: str, data: Path) -> None:
    """Shut PUBLIC_KEY of the site or desk NAME out, from its next message on."""
    _enrol(name, public_key, kind=kind, data=data, enabled=False)
    click.echo(f"{kind} {name}: key {fingerprint(public_key)} revoked")


@keys_group.command("officer", short_help="Add an officer, or give a new password and roles.")
@click.argument("officer_id")
@click.option("--name", required=True, help="The officer's name as shown on screen.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    default=(Role.REVIEWER.value,),
    show_default=True,
    type=click.Choice([role.value for role in Role]),
)
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, one line."
)
@_data_option
def officer_command(
    officer_id: str, *, name: str, roles: tuple[str, ...], password_stdin: bool, data: Path
) -> None:
    """Add the officer OFFICER_ID, or replace name, roles and password.

    The password is asked for, so that it stands in no shell history; 12 characters at least.
    """
    from workstation.hub.sessions import hash_password  # noqa: PLC0415 - brings argon2 in

    _check_name(officer_id)
    password = _password(from_stdin=password_stdin)
    officer = Officer(officer_id=officer_id, name=name, roles=frozenset(map(Role, roles)))
    records = _records(data)
    try:
        records.add_officer(officer, hash_password(password), now=datetime.now(UTC))
    finally:
        records.close()
    click.echo(f"officer {officer_id} recorded: {', '.join(sorted(roles))}")


@keys_group.command("list", short_help="List the machines that are enrolled.")
@_data_option
@_json_option
def list_command(*, data: Path, as_json: bool) -> None:
    """List every enrolled key with its machine, and whether it may speak."""
    records = _records(data)
    try:
        principals = records.principals()
    finally:
        records.close()
    for principal in principals:
        if as_json:
            record = {
                "name": principal.name,
                "kind": principal.kind.value,
                "public_key": principal.public_key,
                "enabled": principal.enabled,
            }
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            state = "" if principal.enabled else "  revoked"
            mark = fingerprint(principal.public_key)
            click.echo(f"{principal.kind.value:5} {principal.name:24} {mark}{state}")


def _show(file: Path, pair: KeyPair, *, as_json: bool) -> None:
    if as_json:
        record = {
            "file": str(file),
            "public_key": pair.public,
            "fingerprint": fingerprint(pair.public),
        }
        click.echo(json.dumps(record, ensure_ascii=False))
    else:
        click.echo(f"public key   {pair.public}")
        click.echo(f"fingerprint  {fingerprint(pair.public)}")


def _enrol(name: str, public_key: str, *, kind: str, data: Path, enabled: bool) -> None:
    _check_name(name)
    if not is_public_key(public_key):
        raise click.UsageError("a public key has 40 characters; 'reviewroom keys show' prints it")
    principal = Principal(
        name=name, kind=PrincipalKind(kind), public_key=public_key, enabled=enabled
    )
    records = _records(data)
    try:
        records.enrol(principal, now=datetime.now(UTC))
    finally:
        records.close()


def _check_name(name: str) -> None:
    if not re.match(NAME_PATTERN, name):
        raise click.UsageError(
            f"{name!r} is no name: letters, digits, '_', '.' and '-', at most 64, no sign first"
        )


def _password(*, from_stdin: bool) -> str:
    from workstation.hub.sessions import SHORTEST_PASSWORD  # noqa: PLC0415 - brings argon2 in

    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if len(password) < SHORTEST_PASSWORD:
        raise click.UsageError(f"a password has {SHORTEST_PASSWORD} characters at least")
    return str(password)


def _records(data: Path) -> "SqlRecords":
    from workstation.assembly.hub import open_hub_records  # noqa: PLC0415 - brings the database in

    return open_hub_records(data)
