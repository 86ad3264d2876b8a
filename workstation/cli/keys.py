"""``reviewroom keys``: make key files, enrol machines and officers at a hub."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from queue_client.keys import KeyPair, fingerprint, is_public_key
from workstation.cli.acting import (
    by_option,
    change,
    data_option,
    prove,
    records_of,
    stdin_option,
    why_option,
)
from workstation.domain.instants import to_text
from workstation.domain.lawful_names import is_lawful
from workstation.domain.networks import Network, network_of
from workstation.domain.officer import OF_DIRECTORY, Officer, Role
from workstation.domain.principal import Principal, PrincipalKind
from workstation.domain.trust import appointment, enrolment

json_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON, one object a line."
)
directory_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--directory",
    is_flag=True,
    help="The house's directory proves the password; none is asked for.",
)
_kind_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--kind", required=True, type=click.Choice([kind.value for kind in PrincipalKind])
)


AllowedIp = tuple[Network, ...]
_ANYWHERE: Final = "anywhere"


def _networks(
    _context: click.Context, _option: click.Parameter, said: tuple[str, ...]
) -> AllowedIp | None:
    """Return the networks that were said, none for anywhere; None when nothing was said."""
    if not said:
        return None
    if _ANYWHERE in said:
        if len(said) > 1:
            raise click.BadParameter(f"{_ANYWHERE!r} stands alone")
        return ()
    try:
        return tuple(dict.fromkeys(map(network_of, said)))
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


_from_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--from",
    "allowed_ip",
    multiple=True,
    metavar="NETWORK",
    callback=_networks,
    help="Hear the key from this network alone, such as 10.1.2.0/24 or fd00:12::/64, as the hub "
    "sees it; may be given again. 'anywhere' takes that back. Without it a key that is known keeps "
    "its networks, and a new one is heard from anywhere.",
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
@json_option
def make_command(file: Path, *, as_json: bool) -> None:
    """Write a new key to FILE, readable by its owner only; never over an existing file."""
    pair = KeyPair.make()
    pair.save(file)
    _show(file, pair, as_json=as_json)


@keys_group.command("show", short_help="Show the public half of a key file.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
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
@click.option(
    "--not-after",
    type=click.DateTime(["%Y-%m-%d"]),
    help="From this day on (UTC) the key is refused.",
)
@_from_option
@why_option
@by_option
@stdin_option
@data_option
def enrol_command(  # noqa: PLR0913 - one parameter for each word of the command
    name: str,
    public_key: str,
    *,
    kind: str,
    not_after: datetime | None,
    allowed_ip: AllowedIp | None,
    why: str,
    by: str | None,
    password_stdin: bool,
    data: Path,
) -> None:
    """Enrol PUBLIC_KEY as the key of the site or desk NAME.

    A second key for the same name is allowed, so that keys can be changed without a gap. A hub
    that runs notices within a second, also on an open connection. Where two in the room may agree
    to it, one asks and the other agrees: see 'reviewroom requests'.
    """
    _check_name(name)
    if not is_public_key(public_key):
        raise click.UsageError("a public key has 40 characters; 'reviewroom keys show' prints it")
    with records_of(data) as records:
        if allowed_ip is None:
            known = (one for one in records.principals() if one.public_key == public_key)
            allowed_ip = next((one.allowed_ip for one in known), ())
        principal = Principal(
            name=name,
            kind=PrincipalKind(kind),
            public_key=public_key,
            not_after=None if not_after is None else not_after.replace(tzinfo=UTC),
            allowed_ip=allowed_ip,
        )
        officer = prove(records, by, from_stdin=password_stdin)
        asked = change(records, enrolment(principal), officer=officer, why=why)
    if asked is None:
        click.echo(f"{kind} {name} enrolled with key {fingerprint(public_key)}{_where(principal)}")


@keys_group.command(
    "revoke", context_settings=_KEY_MAY_BEGIN_WITH_A_DASH, short_help="Shut a key out."
)
@click.argument("name")
@click.argument("public_key", required=False)
@_kind_option
@data_option
def revoke_command(name: str, public_key: str | None, *, kind: str, data: Path) -> None:
    """Shut PUBLIC_KEY of the site or desk NAME out; without one, every key it has.

    Its fingerprint does as well, as 'keys list' shows it. A hub that runs notices within a
    second, also on an open connection. To let the key in again, enrol it.
    """
    with records_of(data) as records:
        theirs = [
            key
            for key in records.principals()
            if (key.kind.value, key.name) == (kind, name)
            and (public_key is None or _is_meant(key.public_key, public_key))
        ]
        # A key that nobody has would be shut out, and the machine go on with its own.
        if not theirs:
            what = "has no key" if public_key is None else "has no such key"
            raise click.UsageError(f"{kind} {name} {what}; 'reviewroom keys list' shows all")
        for key in theirs:
            if key.enabled:
                records.enrol(replace(key, enabled=False), now=datetime.now(UTC))
    for key in theirs:
        done = "revoked" if key.enabled else "was revoked already"
        click.echo(f"{kind} {name}: key {fingerprint(key.public_key)} {done}")


@keys_group.command("officer", short_help="Add an officer, or give a new password and roles.")
@click.argument("officer_id")
@click.option("--name", required=True, help="The officer's name as shown on screen.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="May be given again. Without it an officer who is known keeps theirs, and a new one is a "
    "reviewer.",
)
@why_option
@by_option
@stdin_option
@directory_option
@data_option
def officer_command(  # noqa: PLR0913 - one argument an option
    officer_id: str,
    *,
    name: str,
    roles: tuple[str, ...],
    why: str,
    by: str | None,
    password_stdin: bool,
    directory: bool,
    data: Path,
) -> None:
    """Add the officer OFFICER_ID, or replace name, roles and password.

    The password is asked for, so that it stands in no shell history; 12 characters at least. For
    a new password alone: 'reviewroom officers password'. Where two in the room may agree to it,
    one asks and the other agrees: see 'reviewroom requests'.
    """
    _check_name(officer_id)
    with records_of(data) as records:
        acting = prove(records, by, from_stdin=password_stdin)
        kept = new_hash(officer_id, from_stdin=password_stdin, directory=directory)
        known = records.officer(officer_id)
        theirs = frozenset({Role.REVIEWER}) if known is None else known[0].roles
        officer = Officer(
            officer_id=officer_id, name=name, roles=frozenset(map(Role, roles)) or theirs
        )
        wanted = appointment(officer, kept)
        asked = change(records, wanted, officer=acting, why=why)
    if asked is None:
        click.echo(f"officer {officer_id} recorded: {', '.join(sorted(officer.roles))}")


@keys_group.command("list", short_help="List the machines that are enrolled.")
@data_option
@json_option
def list_command(*, data: Path, as_json: bool) -> None:
    """List every enrolled key with its machine, and whether it may speak."""
    with records_of(data) as records:
        principals = records.principals()
    if not principals and not as_json:
        click.echo("no machine is enrolled yet")
    for principal in principals:
        if as_json:
            record: dict[str, object] = {
                "name": principal.name,
                "kind": principal.kind.value,
                "public_key": principal.public_key,
                "enabled": principal.enabled,
            }
            if principal.not_after is not None:
                record["not_after"] = to_text(principal.not_after)
            if principal.allowed_ip:
                record["allowed_ip"] = [str(network) for network in principal.allowed_ip]
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            until = "" if principal.not_after is None else f"  until {principal.not_after:%Y-%m-%d}"
            state = until if principal.enabled else "  revoked"
            mark = fingerprint(principal.public_key)
            where = _where(principal)
            click.echo(f"{principal.kind.value:5} {principal.name:24} {mark}{state}{where}")


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


def _is_meant(public_key: str, said: str) -> bool:
    """Tell whether a key is the one that was said, in full or by its fingerprint."""
    return said == public_key or said.replace(" ", "") == fingerprint(public_key).replace(" ", "")


def _where(principal: Principal) -> str:
    """Return from where alone a key is heard, as the end of a line; nothing for anywhere."""
    networks = ", ".join(map(str, principal.allowed_ip))
    return f"  from {networks}" if networks else ""


def _check_name(name: str) -> None:
    if not is_lawful(name):
        raise click.UsageError(
            f"{name!r} is no name: letters, digits, '_', '.' and '-', at most 64, no sign first, "
            "no dot last, and none that Windows keeps for itself, such as CON or COM1"
        )


def read_password(officer_id: str, *, from_stdin: bool) -> str:
    """Return a new password as it was typed, or as standard input says; refuse a weak one."""
    from workstation.hub.sessions import fault_in_password  # noqa: PLC0415 - brings argon2 in

    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    fault = fault_in_password(password, officer=officer_id)
    if fault is not None:
        raise click.UsageError(fault)
    return str(password)


def new_hash(officer_id: str, *, from_stdin: bool, directory: bool) -> str:
    """Return what to keep of a new password: its hash, or that the directory proves it."""
    from workstation.hub.sessions import hash_password  # noqa: PLC0415 - brings argon2 in

    if directory:
        return OF_DIRECTORY
    return hash_password(read_password(officer_id, from_stdin=from_stdin))
