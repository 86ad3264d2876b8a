"""A directory on this machine that speaks LDAP over TLS, and may be as odd as a test wants."""

import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sansldap import (
    BindRequest,
    ExtendedRequest,
    FilterAnd,
    FilterEquality,
    FilterExtensibleMatch,
    FilterNot,
    FilterPresent,
    LDAPError,
    LDAPResultCode,
    LDAPServer,
    PartialAttribute,
    SearchRequest,
    SearchScope,
    UnbindRequest,
)

SERVICE = "cn=hub,dc=example"
PEOPLE = "ou=people,dc=example"
SECRET = "the hub's own word"  # noqa: S105 - opens nothing but a test
PASSWORD = "what the directory knows"  # noqa: S105 - likewise
Code = LDAPResultCode


@dataclass
class Person:
    password: str = PASSWORD
    attributes: dict[str, list[str]] = field(default_factory=dict)


class SmallDirectory:
    """People by distinguished name; answers until it is closed.

    ``asked`` are the names that were bound, with what was said to each. ``odd`` may answer a
    request in another way: it returns whether it did. ``before`` is called with a fresh connection,
    and True hangs it up. With ``pause_s`` an answer comes byte by byte [s].
    """

    def __init__(
        self, papers: Path, *, port: int = 0, newest_tls: ssl.TLSVersion | None = None
    ) -> None:
        self.people: dict[str, Person] = {SERVICE: Person(SECRET)}
        self.asked: list[tuple[str, str]] = []
        self.connections = 0
        self.pause_s = 0.0
        self.odd: Callable[[LDAPServer, Any], bool] = lambda _session, _request: False
        self.before: Callable[[socket.socket], bool] = lambda _link: False
        self.stopping = threading.Event()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(papers)
        if newest_tls is not None:
            self._context.minimum_version = self._context.maximum_version = newest_tls
        self._plain = socket.create_server(("127.0.0.1", port))
        self._plain.settimeout(0.1)
        self.port = self._plain.getsockname()[1]
        self._threads: list[threading.Thread] = []
        self._main = threading.Thread(target=self._accept, name="directory")
        self._main.start()

    def add(self, officer: str, *, password: str = PASSWORD, **attributes: list[str]) -> str:
        name = f"uid={officer},{PEOPLE}"
        values = {"uid": [officer], "objectClass": ["person"], **attributes}
        self.people[name] = Person(password, values)
        return name

    def close(self) -> None:
        self.stopping.set()
        self._main.join()
        for thread in self._threads:
            thread.join()
        self._plain.close()

    def _accept(self) -> None:
        while not self.stopping.is_set():
            try:
                link, _ = self._plain.accept()
            except OSError:
                continue
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(link,), name="directory line")
            thread.start()
            self._threads.append(thread)

    def _serve(self, link: socket.socket) -> None:
        with link:
            if self.before(link):
                return
            try:
                link.settimeout(5.0)
                with self._context.wrap_socket(link, server_side=True) as guarded:
                    self._talk(guarded)
            except (OSError, LDAPError):
                return

    def _talk(self, link: socket.socket) -> None:
        session, self_is = LDAPServer(), [""]
        link.settimeout(0.1)
        while not self.stopping.is_set():
            try:
                fresh = link.recv(65536)
            except TimeoutError:
                continue
            if not fresh:
                return
            for request in session.receive(fresh):
                if isinstance(request, UnbindRequest):
                    return
                if not self.odd(session, request):
                    self._answer(session, request, self_is)
            self._say(link, session.data_to_send())

    def _say(self, link: socket.socket, data: bytes) -> None:
        if not self.pause_s:
            link.sendall(data)
            return
        for at in range(len(data)):
            link.sendall(data[at : at + 1])
            if self.stopping.wait(self.pause_s):
                return

    def _answer(self, session: LDAPServer, request: Any, self_is: list[str]) -> None:
        if isinstance(request, BindRequest):
            password = request.authentication.password
            self.asked.append((request.name, password))
            self_is[0] = ""
            if not request.name or not password:
                session.bind_response(request.message_id)  # RFC 4513, 5.1: a success, as nobody
                return
            person = self.people.get(request.name)
            right = person is not None and person.password == password
            self_is[0] = request.name if right else ""
            code = Code.SUCCESS if right else Code.INVALID_CREDENTIALS
            session.bind_response(request.message_id, result_code=code)
        elif isinstance(request, ExtendedRequest):
            who = f"dn:{self_is[0]}" if self_is[0] else ""
            session.extended_response(request.message_id, value=who.encode())
        elif isinstance(request, SearchRequest):
            self._search(session, request)

    def _search(self, session: LDAPServer, request: SearchRequest) -> None:
        found = 0
        for name, person in self.people.items():
            below = request.scope == SearchScope.SUBTREE and name.endswith(request.base_object)
            if (below or name == request.base_object) and _matches(request.filter, person):
                found += 1
                if found > request.size_limit > 0:
                    session.search_result_done(
                        request.message_id, result_code=Code.SIZE_LIMIT_EXCEEDED
                    )
                    return
                shown = [
                    PartialAttribute(one, [value.encode() for value in values])
                    for one, values in person.attributes.items()
                    if one in request.attributes
                ]
                session.search_result_entry(request.message_id, name, shown)
        session.search_result_done(request.message_id)


def say_raw(session: LDAPServer, data: bytes) -> None:
    """Let a server say something that is no answer."""
    session._outgoing_buffer.extend(data)  # noqa: SLF001 - it says nothing wrong by itself


def _matches(wanted: Any, person: Person) -> bool:
    match wanted:
        case FilterAnd(filters=filters):
            return all(_matches(one, person) for one in filters)
        case FilterNot(filter=one):
            return not _matches(one, person)
        case FilterPresent():
            return True
        case FilterEquality(attribute=name, value=value):
            return value.decode() in person.attributes.get(name, [])
        case FilterExtensibleMatch(attribute=name, value=value):
            return value.decode() in person.attributes.get(name or "", [])
        case _:
            raise NotImplementedError(wanted)
