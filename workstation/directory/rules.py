"""How the house's directory is asked: which servers, as whom, where an officer's entry is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from queue_client.errors import KeyProblem
from queue_client.keys import private_text
from workstation.domain.officer import Role

#: Stands in `DirectoryRules.user_dn` where the officer's id belongs.
OFFICER: Final = "{officer}"
_PORT: Final = 636
_MOST_SERVERS: Final = 4
_LONGEST_S: Final = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One server of the directory."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryRules:
    """Settings of the house's directory, table ``[directory]``. Times are seconds.

    ``servers`` are ``ldaps://HOST[:PORT]``, tried in this order; ``authority`` holds the
    certificates that theirs must descend from, without it the system's. An officer's entry is
    named by ``user_dn``, with ``{officer}`` in it, or looked for below ``search_base`` where
    ``search_attribute`` is the officer's id, as ``service_dn`` whose password is the first line of
    the file ``service_password``. An entry that ``account_filter`` does not match has no say.
    ``roles`` names groups by role: the role is withheld from who is in none of them. Groups stand
    in ``group_attribute`` of the officer's entry; where ``group_member`` is set, such as
    ``member``, each group is asked instead. ``connect_s`` is how long a server may take to accept
    a connection, ``answer_s`` how long it may take in all.
    """

    servers: tuple[str, ...]
    authority: Path | None = None
    user_dn: str = ""
    search_base: str = ""
    search_attribute: str = "uid"
    service_dn: str = ""
    service_password: Path | None = None
    account_filter: str = ""
    roles: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    group_attribute: str = "memberOf"
    group_member: str = ""
    connect_s: float = 2.0
    answer_s: float = 3.0

    def __post_init__(self) -> None:
        if not 1 <= len(self.servers) <= _MOST_SERVERS:
            raise ValueError(f"servers names 1 to {_MOST_SERVERS} servers")
        _ = self.addresses
        if bool(self.user_dn) == bool(self.search_base):
            raise ValueError("name either user_dn or search_base")
        if self.user_dn and self.user_dn.count(OFFICER) != 1:
            raise ValueError(f"user_dn has {OFFICER!r} once, got {self.user_dn!r}")
        if bool(self.service_dn) != (self.service_password is not None):
            raise ValueError("service_dn and service_password belong together")
        if self.search_base and not self.service_dn:
            raise ValueError("search_base needs service_dn and service_password: who searches?")
        for role, groups in self.roles.items():
            if not groups or not all(groups):
                raise ValueError(f"roles names a group for {role.value!r}, or leaves it out")
        for name, value in (("connect_s", self.connect_s), ("answer_s", self.answer_s)):
            if not 0.1 <= value <= _LONGEST_S:
                raise ValueError(f"{name} must be from 0.1 to {_LONGEST_S:g}, got {value:g}")

    @property
    def addresses(self) -> tuple[Server, ...]:
        """The servers in order; raises ``ValueError`` for one that is not spoken to over TLS."""
        return tuple(map(_server, self.servers))

    def secret(self) -> str:
        """Return the service account's password.

        Read anew each time, so that it can be changed while a hub runs.

        Raises
        ------
        KeyProblem
            If the file is missing, empty, or may be read by others.
        ValueError
            If there is no service account.
        """
        if self.service_password is None:
            raise ValueError("there is no service account")
        first, _, _ = private_text(self.service_password).partition("\n")
        secret = first.rstrip("\r")
        if not secret:
            raise KeyProblem(self.service_password.name, "has no password in its first line")
        return secret


def _server(text: str) -> Server:
    fault = ValueError(f"servers are ldaps://HOST or ldaps://HOST:PORT, got {text!r}")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise fault from None
    plain = not (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme != "ldaps" or not parts.hostname or not plain:
        raise fault
    return Server(host=parts.hostname, port=port or _PORT)
