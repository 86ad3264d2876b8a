"""What ``reviewroom doctor`` looks at of a running room: health, log file, keys, limits."""

import contextlib
import errno
import http.client
import ipaddress
import json
import socket
from pathlib import Path
from typing import Final

from queue_client.keys import KeyPair, SigningKey
from workstation.assembly.open_files import files_allowed
from workstation.cli.checks import Finding, State
from workstation.domain.four_eyes import missing_eyes

_ANSWER_S: Final = 3.0
_FEW_FILES: Final = 4096
_KEEP_IN: Final = (
    "Name 127.0.0.1 and let a collector on this machine fetch it; nobody is asked who."
)


def check_metrics(address: str) -> Finding:
    """Look whether health can be served where the settings say, or what a running hub answers."""
    if not address:
        return Finding(
            name="health",
            state=State.DOUBTFUL,
            says="health and metrics are not served",
            advice="Set metrics = '127.0.0.1:9570' and let a monitor watch the hub.",
        )
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    try:
        _bind(host, int(port))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return _ask(host, int(port))
    says = f"health and metrics will be served at {address}"
    if not _is_loopback(host):
        return Finding(
            name="health",
            state=State.DOUBTFUL,
            says=f"{says}, to other machines too",
            advice=_KEEP_IN,
        )
    return Finding(name="health", state=State.OK, says=says)


def check_log_file(file: Path | None) -> Finding:
    """Look whether lines can be written where the settings say."""
    if file is None:
        says = "lines go to standard error"
        return Finding(name="log", state=State.OK, says=says)
    folder = next(path for path in (file.parent, *file.parents) if path.exists())
    with contextlib.ExitStack() as done:
        probe = folder / ".doctor-probe"
        done.callback(probe.unlink, missing_ok=True)
        probe.touch()
        if file.exists():
            file.open("ab").close()
    return Finding(name="log", state=State.OK, says=f"{file} can be written")


def check_hub_keys(folder: Path | None, data: Path) -> Finding:
    """Look at the hub's keys, where they are its own to make or given to it."""
    place = data / "keys" if folder is None else folder
    if folder is None and not (place / "hub.signing.key").exists():
        if (data / "hub.sqlite").exists():
            return Finding(
                name="hub keys",
                state=State.BAD,
                says=f"{place} has none, though the hub has records: it would make new ones",
                advice="Put the hub's keys back before it starts; nobody knows others.",
            )
        says = "will be made at the first start"
        return Finding(name="hub keys", state=State.OK, says=says)
    KeyPair.load(place / "hub.curve.key")
    SigningKey.load(place / "hub.signing.key")
    return Finding(name="hub keys", state=State.OK, says=f"{place} has both, for its owner alone")


def check_second_officer(data: Path) -> Finding:
    """Look whether two officers look after keys and officers."""
    from workstation.storage.readers import officers_of  # noqa: PLC0415 - brings the database in
    from workstation.storage.records import HUB_DATABASE  # noqa: PLC0415

    name = "four eyes"
    if not (data / HUB_DATABASE).exists():
        return Finding(name=name, state=State.OK, says="nobody is enrolled yet")
    missing = missing_eyes(officers_of(data))
    if missing:
        return Finding(
            name=name,
            state=State.DOUBTFUL,
            says=missing,
            advice="Appoint an 'admin' and two of 'supervisor' or 'admin': 'reviewroom keys "
            "officer'.",
        )
    return Finding(name=name, state=State.OK, says="one asks for keys and officers, another agrees")


def check_open_files() -> Finding:
    """Look how many connections the system lets a program have."""
    files = files_allowed()
    if files is None:
        return Finding(name="limits", state=State.OK, says="the system's own")
    says = f"{files} open files and connections"
    if files < _FEW_FILES:
        return Finding(
            name="limits",
            state=State.DOUBTFUL,
            says=says,
            advice="Raise it for a hub with many sites: LimitNOFILE= in its unit, or 'ulimit -n'.",
        )
    return Finding(name="limits", state=State.OK, says=says)


def _bind(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with contextlib.closing(socket.socket(family)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def _ask(host: str, port: int) -> Finding:
    """Return what whoever listens says about the hub's health."""
    where = f"{host}:{port}"
    line = http.client.HTTPConnection(host, port, timeout=_ANSWER_S)
    with contextlib.closing(line):
        try:
            line.request("GET", "/healthz")
            checks = json.loads(line.getresponse().read())["checks"]
            ill = [f"{name}: {found['says']}" for name, found in checks.items() if not found["ok"]]
        except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError):
            return Finding(
                name="health",
                state=State.BAD,
                says=f"another program listens at {where}",
                advice="Name another port for 'metrics'.",
            )
    if ill:
        return Finding(
            name="health",
            state=State.BAD,
            says=f"the hub that runs is not well ({'; '.join(ill)})",
            advice="Its log says more.",
        )
    return Finding(name="health", state=State.OK, says=f"the hub that runs says at {where}: well")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
