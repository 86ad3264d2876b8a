"""The house's directory: an officer's password proven there, roles withheld by its groups."""

import logging
import time
from collections.abc import Iterable, Mapping
from typing import Final

from sansldap import (
    FilterAnd,
    FilterEquality,
    FilterExtensibleMatch,
    FilterPresent,
    LDAPFilter,
)

from queue_client.errors import KeyProblem
from workstation.directory.line import Entry, Line, tls_context
from workstation.directory.names import escaped, same_name
from workstation.directory.rules import OFFICER, DirectoryRules, Server
from workstation.domain.directory_proof import DirectoryProof, Word
from workstation.domain.errors import DirectoryTrouble, SettingsInvalid
from workstation.domain.officer import Role

_LOG = logging.getLogger(__name__)
#: For how long a server that did not answer is asked after all others [s].
_LAST_FOR_S: Final = 30.0
_NO_OFFICER: Final = "-"  # no id begins with a sign
_WRONG: Final = DirectoryProof(word=Word.WRONG)


class HouseDirectory:
    """Fits `workstation.hub.ports.Directory`; every method may be called from any thread.

    Raises
    ------
    SettingsInvalid
        If the certificates cannot be read, or the filter is none.
    KeyProblem
        If the service account's password cannot be read, or could be by others.
    """

    def __init__(self, rules: DirectoryRules) -> None:
        self._rules, self._context = rules, tls_context(rules.authority)
        self._silent: dict[Server, float] = {}  # until when it is asked last
        self._closed = False
        if rules.service_dn:
            rules.secret()
        try:
            self._account = (
                LDAPFilter.from_string(rules.account_filter)
                if rules.account_filter
                else FilterPresent("objectClass")
            )
        except ValueError as error:
            raise SettingsInvalid("directory", f"account_filter: {error}") from error

    def prove(self, officer: str, password: str, roles: frozenset[Role]) -> DirectoryProof:
        """Ask whether a password is an officer's, and which of the roles the groups withhold.

        Servers are asked in order until one answers; one that says no is not appealed against.
        Takes ``answer_s`` for each server that is silent, and never raises.
        """
        if not password:
            return _WRONG  # a server would bind nobody, and call it a success
        silent = []
        for server in self._in_order():
            if self._closed:
                break
            try:
                proof = self._ask(server, officer, password, roles)
            except (DirectoryTrouble, KeyProblem) as error:
                self._silent[server] = time.monotonic() + _LAST_FOR_S
                silent.append(str(error))
            except Exception as error:  # noqa: BLE001 - who waits at a desk is answered all the same
                _LOG.exception("a directory's answer could not be handled")
                silent.append(repr(error))
            else:
                self._silent.pop(server, None)
                return proof
        return DirectoryProof(word=Word.SILENT, reason="; ".join(silent)[:1000])

    def told(self) -> Mapping[str, object]:
        """Return by which rules the directory is asked; no secret is among them."""
        rules = self._rules
        return {
            "servers": list(rules.servers),
            "entries": rules.user_dn or f"{rules.search_attribute} below {rules.search_base}",
            "account_filter": rules.account_filter,
            "roles": {role.value: list(groups) for role, groups in sorted(rules.roles.items())},
        }

    def look(self) -> str:
        """Return why no server answers; empty when one does."""
        silent = []
        for server in self._in_order():
            if self._closed:
                break
            trouble = self.look_at(server)
            if not trouble:
                self._silent.pop(server, None)
                return ""
            self._silent[server] = time.monotonic() + _LAST_FOR_S
            silent.append(trouble)
        return "; ".join(silent)[:1000]

    def look_at(self, server: Server) -> str:
        """Return why a server cannot be asked about officers; empty when it can."""
        try:
            with self._line(server) as line:
                if self._rules.service_dn:
                    self._bind_service(line, server)
                    self._find(line, _NO_OFFICER)  # so that a base that is not there is told
                else:
                    line.greet()
        except (DirectoryTrouble, KeyProblem) as error:
            return str(error)
        return ""

    def close(self) -> None:
        """Ask no further server; the one that is being asked has ``answer_s`` at most."""
        self._closed = True

    def _in_order(self) -> list[Server]:
        now = time.monotonic()
        return sorted(self._rules.addresses, key=lambda one: self._silent.get(one, 0.0) > now)

    def _ask(
        self, server: Server, officer: str, password: str, roles: frozenset[Role]
    ) -> DirectoryProof:
        ends = time.monotonic() + self._rules.answer_s
        asked = {role: self._rules.roles[role] for role in roles if role in self._rules.roles}
        if not self._rules.service_dn:
            name = self._rules.user_dn.replace(OFFICER, escaped(officer))
            with self._line(server, ends) as line:
                if not line.proves(name, password):
                    return _WRONG
                entry = self._own_entry(line, name)
                if entry is None:
                    return _WRONG
                return _right(self._withheld(line, entry, asked))
        with self._line(server, ends) as line:
            self._bind_service(line, server)
            entry = self._find(line, officer)
            if entry is None:
                return _WRONG
            withheld = self._withheld(line, entry, asked)
        # On a line of its own: nothing of the service account can be taken for the officer.
        with self._line(server, ends) as line:
            return _right(withheld) if line.proves(entry.name, password) else _WRONG

    def _line(self, server: Server, ends: float | None = None) -> Line:
        return Line(
            server,
            context=self._context,
            connect_s=self._rules.connect_s,
            ends=time.monotonic() + self._rules.answer_s if ends is None else ends,
        )

    def _bind_service(self, line: Line, server: Server) -> None:
        if not line.proves(self._rules.service_dn, self._rules.secret()):
            raise DirectoryTrouble(str(server), "it does not take the service account's password")

    def _find(self, line: Line, officer: str) -> Entry | None:
        """Return the one entry of an officer; None where there is none, or more than one."""
        rules = self._rules
        if rules.user_dn:
            return self._own_entry(line, rules.user_dn.replace(OFFICER, escaped(officer)))
        # A value stands in a message of its own length: no sign in it can change the question.
        wanted = FilterAnd(
            [FilterEquality(rules.search_attribute, officer.encode()), self._account]
        )
        found = line.search(
            rules.search_base, wanted, below=True, attributes=[rules.group_attribute]
        )
        if len(found) > 1:
            _LOG.warning("more than one entry of the directory is this officer: nobody is let in")
        return found[0] if len(found) == 1 and found[0].name else None

    def _own_entry(self, line: Line, name: str) -> Entry | None:
        found = line.search(
            name, self._account, below=False, attributes=[self._rules.group_attribute]
        )
        return found[0] if len(found) == 1 and same_name(found[0].name, name) else None

    def _withheld(
        self, line: Line, entry: Entry, asked: dict[Role, tuple[str, ...]]
    ) -> frozenset[Role]:
        return frozenset(
            role for role, groups in asked.items() if not self._is_in(line, entry, groups)
        )

    def _is_in(self, line: Line, entry: Entry, groups: Iterable[str]) -> bool:
        member = self._rules.group_member
        if not member:
            told = entry.attributes.get(self._rules.group_attribute.lower(), ())
            theirs = [one.decode("utf-8", "replace") for one in told]
            return any(same_name(one, group) for one in theirs for group in groups)
        wanted = _equals(member, entry.name)
        return any(line.search(group, wanted, below=False, attributes=()) for group in groups)


def _right(withheld: frozenset[Role]) -> DirectoryProof:
    return DirectoryProof(word=Word.RIGHT, withheld=withheld)


def _equals(attribute: str, value: str) -> LDAPFilter:
    """Return that an attribute has a value; ``attribute:RULE:`` compares by a rule of the server.

    Active Directory follows groups in groups by ``member:1.2.840.113556.1.4.1941:``.
    """
    name, colon, rule = attribute.rstrip(":").partition(":")
    if not colon:
        return FilterEquality(name, value.encode())
    return FilterExtensibleMatch(
        rule=rule, attribute=name, value=value.encode(), dn_attributes=False
    )
