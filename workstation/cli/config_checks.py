"""What ``reviewroom doctor --config`` looks at: folders, keys, ports, and an answer of the hub."""

import contextlib
import errno
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from queue_client.client import DeskClient, SiteClient
from queue_client.keys import KeyPair, fingerprint, is_ipv6
from workstation.assembly.card import HubCard, read_card
from workstation.cli.audit_checks import check_audit_server
from workstation.cli.checks import Finding, State, check_database, check_disk
from workstation.cli.directory_checks import check_administrators, check_directory
from workstation.cli.operation_checks import (
    check_hub_keys,
    check_log_file,
    check_metrics,
    check_open_files,
    check_second_officer,
)
from workstation.directory.rules import DirectoryRules
from workstation.domain.errors import StorageUnavailable
from workstation.domain.instants import from_text
from workstation.settings import (
    DeskConfig,
    HubConfig,
    SiteConfig,
    read_desk,
    read_directory,
    read_hub,
    read_site,
    tables_of,
)

Check = tuple[str, Callable[[], Finding]]
_ANSWER_S: Final = 3.0
#: Two clocks that are synchronised are never so far apart, an answer's way included [s].
_APART_S: Final = 5.0
#: Where a hub listens that is to be reached at every address of its machine. Nobody can go there.
_EVERY_ADDRESS: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not bound


def checks_of(config: Path) -> list[Check]:
    """Return the checks for every table that a configuration file has.

    Raises
    ------
    SettingsInvalid
        If the file cannot be read or a setting is wrong.
    """
    found: list[Check] = []
    tables = tables_of(config)
    if "hub" in tables:
        found += _of_hub(read_hub(config), read_directory(config))
    if "site" in tables:
        found += _of_site(read_site(config))
    if "desk" in tables:
        found += _of_desk(read_desk(config))
    return found


def _of_hub(config: HubConfig, directory: DirectoryRules | None) -> list[Check]:
    data = _existing(config.data)
    return [
        ("hub data", partial(_named, "hub data", partial(check_database, data))),
        ("records", partial(check_records, config.data)),
        ("four eyes", partial(check_second_officer, config.data)),
        ("hub disk", partial(_named, "hub disk", partial(check_disk, data))),
        ("port", partial(check_port, config.endpoint, data)),
        ("hub keys", partial(check_hub_keys, config.keys, config.data)),
        ("health", partial(check_metrics, config.metrics)),
        ("audit server", partial(check_audit_server, config)),
        ("directory", partial(check_directory, directory)),
        ("officers", partial(check_administrators, config, directory)),
        ("log", partial(check_log_file, config.log_file)),
        ("limits", check_open_files),
    ]


def _of_site(config: SiteConfig) -> list[Check]:
    inbox = config.folder / "inbox" if config.inbox is None else config.inbox
    return [
        ("folder", partial(check_folder, "folder", config.folder)),
        ("inbox", partial(check_folder, "inbox", inbox)),
        ("log", partial(check_log_file, config.log_file)),
        ("keys", partial(check_keys, config.keys, config.hub_card)),
        ("hub", partial(_ask_as_site, config)),
    ]


def _of_desk(config: DeskConfig) -> list[Check]:
    return [
        ("lock", partial(check_lock, config.lock_after_min)),
        ("keys", partial(check_keys, config.keys, config.hub_card)),
        ("hub", partial(_ask_as_desk, config)),
    ]


def check_folder(name: str, folder: Path) -> Finding:
    """Look whether files can be made in a folder; one that is not there yet is made later."""
    _try_to_write(_existing(folder))
    says = "can be written" if folder.exists() else "will be made at the first start"
    return Finding(name=name, state=State.OK, says=f"{folder} {says}")


def check_records(data: Path) -> Finding:
    """Look whether the place where a hub's records live can keep them."""
    from workstation.storage.homes import server_of  # noqa: PLC0415 - brings the database in
    from workstation.storage.records import HUB_DATABASE  # noqa: PLC0415

    server = server_of(data / HUB_DATABASE)
    says = f"they are kept in {data / HUB_DATABASE}"
    if server is not None:
        says = f"{server} answers and holds what a hub asks of it"
    return Finding(name="records", state=State.OK, says=says)


def check_keys(keys: Path, card: Path) -> Finding:
    """Look at the machine's own keys and the hub's card."""
    own = KeyPair.load(keys)
    hub = read_card(card)
    return Finding(
        name="keys",
        state=State.OK,
        says=f"own key begins {fingerprint(own.public)}, the hub's "
        f"{fingerprint(hub.address.server_key)}",
    )


def check_lock(after_min: float) -> Finding:
    """Look whether a desk locks when it is left."""
    if after_min > 0:
        says = f"the desk locks after {after_min:g} min without a touch"
        return Finding(name="lock", state=State.OK, says=says)
    return Finding(
        name="lock",
        state=State.DOUBTFUL,
        says="the desk never locks by itself",
        advice="Set lock_after_min to 5, unless this desk drives a wall where nobody passes.",
    )


def check_port(endpoint: str, data: Path) -> Finding:
    """Look whether a hub's port is free on this machine, or is that of the hub in ``data``."""
    parts = urlsplit(endpoint)
    if parts.scheme != "tcp" or parts.port is None:
        return Finding(name="port", state=State.OK, says=f"{endpoint} is given out by the system")
    host = parts.hostname or ""
    try:
        family = socket.AF_INET6 if is_ipv6(endpoint) else socket.AF_INET
        with contextlib.closing(socket.socket(family)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("" if host == "*" else host, parts.port))
    except OSError as error:
        if error.errno != errno.EADDRINUSE or not _is_of_hub(data, parts.port):
            raise
        says = f"port {parts.port} is that of the hub of {data}"
        return Finding(name="port", state=State.OK, says=says)
    return Finding(name="port", state=State.OK, says=f"port {parts.port} is free")


def _is_of_hub(data: Path, port: int) -> bool:
    ready = data / "hub.ready"
    return ready.is_file() and urlsplit(read_card(ready).address.endpoint).port == port


def _ask_as_site(config: SiteConfig) -> Finding:
    card, keys = read_card(config.hub_card), KeyPair.load(config.keys)
    client = SiteClient(card.address, keys, site=config.site, timeout_s=1.0, give_up_s=_ANSWER_S)
    return _greet(client, card)


def _ask_as_desk(config: DeskConfig) -> Finding:
    card, keys = read_card(config.hub_card), KeyPair.load(config.keys)
    client = DeskClient(card.address, keys, desk=config.desk, timeout_s=1.0, give_up_s=_ANSWER_S)
    return _greet(client, card)


def _greet(client: SiteClient | DeskClient, card: HubCard) -> Finding:
    with contextlib.closing(client):
        welcome = client.hello()
    if welcome.signing_key != card.signing_key:
        return Finding(
            name="hub",
            state=State.BAD,
            says="the hub signs decisions with another key than its card says",
            advice="Get a fresh copy of hub.card from the hub's administrator, by a trusted way.",
        )
    says = f"{card.address.endpoint} answers and knows this machine as {welcome.name}"
    apart_s = (from_text(welcome.server_time) - datetime.now(UTC)).total_seconds()
    if abs(apart_s) > _APART_S:
        return Finding(
            name="hub",
            state=State.DOUBTFUL,
            says=f"{says}, but its clock is {apart_s:+.0f} s from the one here",
            advice="Set both clocks and switch time synchronisation on: records carry their times.",
        )
    if urlsplit(card.address.endpoint).hostname in _EVERY_ADDRESS:
        return Finding(
            name="hub",
            state=State.DOUBTFUL,
            says=f"{says}, but from the hub's own machine only",
            advice="Write the hub's address into 'endpoint' of the card before it goes elsewhere.",
        )
    return Finding(name="hub", state=State.OK, says=says)


def _existing(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that is there already."""
    return next(path for path in (folder, *folder.parents) if path.exists())


def _named(name: str, check: Callable[[], Finding]) -> Finding:
    found = check()
    return Finding(name=name, state=found.state, says=found.says, advice=found.advice)


def _try_to_write(folder: Path) -> None:
    probe = folder / ".doctor-probe"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StorageUnavailable(str(folder), f"cannot be written ({error.strerror})") from error
