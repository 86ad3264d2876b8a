"""A stand-in for the hub: the real protocol over real CURVE, and no memory beyond its life.

Shipped on purpose: whoever writes a desk or a site agent tests it against this. It keeps what it
was sent in plain lists, and can be told to be silent, busy, fenced or forgetful::

    with StubHub() as hub:
        hub.add_officer("li", "a long password")
        hub.add_case(b"package bytes", declaration={...})
        desk = DeskClient(hub.address, hub.keys_for("desk-1"), desk="desk-1")
"""

import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from queue_client.codec import Message, decode, encode, write_document
from queue_client.door import Door, Incoming
from queue_client.errors import RefusalCode, WireViolation
from queue_client.keys import HubAddress, KeyPair
from queue_client.messages import (
    BusyReply,
    Decide,
    Header,
    Hello,
    Login,
    MessageType,
    Offer,
    Seated,
    WelcomeReply,
)
from queue_client.stub_desks import StubDeskSide
from queue_client.stub_parts import (
    StubCase,
    StubModel,
    StubOfficer,
    StubScan,
    error_reply,
    now_text,
)
from queue_client.stub_sites import StubSiteSide
from queue_client.transfer import CREDIT
from queue_client.versions import VERSION
from queue_client.witness_messages import Checkpoint, CheckpointDocument, CheckpointReply

__all__ = ["StubCase", "StubHub", "StubModel", "StubScan"]


class StubHub(StubSiteSide, StubDeskSide):
    """An in-process hub in a thread of its own; use it as a context manager.

    Attributes
    ----------
    silent : bool
        While True requests are neither handled nor answered.
    lose_replies : int
        So many requests are handled, but their replies lost.
    busy : str
        While not empty every offer and decision is answered with busy, and this reason.
    refuse : dict of MessageType to RefusalCode
        Types of message that are refused.
    only_version : int or None
        The one version of the wire that is spoken, as an older hub does; None for all.
    damage_next_chunk : bool
        The next chunk or data is treated as, or sent, damaged.
    swapped : dict of str to bytes
        Contents that are sent instead of the packages with these hashes.
    scans, declarations, pings, acknowledged
        What sites sent.
    decisions, recalled, skipped, extended
        What desks sent, in order.
    drafts : list of (str, bytes)
        Sealed drafts of cases that desks left, in order; the newest comes with its case again.
    locked : list of bool
        True for each lock, False for each right unlocking, in order.
    checkpoint : str
        The signed note that witnesses are shown.
    joint : StubJoint
        The cases that desks show to each other; `StubHub.show` lets an officer show one.
    """

    def __init__(
        self, *, recall_s: float = 5.0, ttl_s: float = 60.0, endpoint: str = "tcp://127.0.0.1:*"
    ) -> None:
        StubSiteSide.__init__(self)
        StubDeskSide.__init__(self)
        self.recall_s, self.ttl_s = recall_s, ttl_s
        self.silent = False
        self.lose_replies = 0
        self.busy = ""
        self.checkpoint = ""
        self.refuse: dict[MessageType, RefusalCode] = {}
        self.only_version: int | None = None
        self._endpoint = endpoint
        self._keys = KeyPair.make()
        self._names: dict[str, str] = {}
        self._machines: dict[str, KeyPair] = {}
        self._stop = threading.Event()
        self._opened = threading.Event()
        self._thread: threading.Thread | None = None
        self._address: HubAddress | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def address(self) -> HubAddress:
        """Where to reach the stub; the same after `stop` and `start`."""
        if self._address is None:
            raise ValueError("the stub has not been started")
        return self._address

    def start(self) -> None:
        """Open the door and serve in a thread; sessions of an earlier run are forgotten."""
        self._stop.clear()
        self._opened.clear()
        self._sessions.clear()
        self._thread = threading.Thread(target=self._run, name="stub-hub")
        self._thread.start()
        if not self._opened.wait(10.0):
            raise TimeoutError("the stub hub did not open")

    def stop(self) -> None:
        """Close the door; may be called twice."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def keys_for(self, name: str) -> KeyPair:
        """Return the keys of a site or desk, enrolled under that name; the same each time."""
        with self._lock:
            if name not in self._machines:
                keys = self._machines[name] = KeyPair.make()
                self._names[keys.public] = name
            return self._machines[name]

    def add_officer(
        self, officer: str, password: str, *, name: str = "", roles: Sequence[str] = ("reviewer",)
    ) -> None:
        """Let an officer log in."""
        self._officers[officer] = StubOfficer(
            officer=officer, password=password, name=name or officer, roles=tuple(roles)
        )

    def add_case(  # noqa: PLR0913 - a case has that many parts, each with a default
        self,
        content: bytes,
        *,
        site: str = "site-a",
        scan_id: str | None = None,
        head: Mapping[str, Any] | None = None,
        declaration: Mapping[str, Any] | None = None,
        comparison: Mapping[str, Any] | None = None,
        models: Sequence[StubModel] = (),
        context: Mapping[str, Any] | None = None,
    ) -> str:
        """Let a case wait, with its package's bytes; returns its case_id."""
        with self._lock:
            name = f"scan-{len(self.cases) + 1:03d}" if scan_id is None else scan_id
            known = {
                "scan_id": name,
                "site": site,
                "scanner": None,
                "time": None,
                "container": None,
                "declaration": None,
            }
            case = StubCase(
                case_id=f"{site}:{name}",
                content=content,
                head={**known, **(head or {})},
                declaration=declaration,
                comparison=comparison,
                models=models,
                context=context,
            )
            self.cases[case.case_id] = case
            return case.case_id

    def fence(self, case_id: str) -> None:
        """End a case's lease, as if it had run out and been given to somebody else."""
        with self._lock:
            self.cases[case_id].token = None
            self.cases[case_id].done = True
            self.joint.end(case_id)

    def show(self, case_id: str, officer: str, document: Mapping[str, Any]) -> None:
        """Let an officer of another desk hold a case and show it, or show something new."""
        with self._lock:
            case = self.cases[case_id]
            if case.token is None:
                self._tokens += 1
                case.token = self._tokens
            self.joint.show(case_id, self._officers[officer], document)

    def end_show(self, case_id: str) -> None:
        """Let the officer who shows a case stop, as when its lease ends."""
        with self._lock:
            self.joint.end(case_id)

    def forget_sessions(self) -> None:
        """Behave as after a restart: officers must log in afresh."""
        with self._lock:
            self._sessions.clear()

    def _run(self) -> None:
        endpoint = self._endpoint if self._address is None else self._address.endpoint
        door = Door(endpoint, self._keys, knows=lambda key: key in self._names)
        try:
            door.open()
            self._address = door.address
            self._opened.set()
            while not self._stop.is_set():
                for incoming in door.poll(10):
                    frames = self._serve(incoming)
                    if frames is not None:
                        door.send(incoming.route, frames)
        finally:
            door.close()

    def _serve(self, incoming: Incoming) -> list[bytes] | None:
        with self._lock:
            if self.silent:
                return None
            name = self._names[incoming.key]
            version = self.only_version or VERSION
            try:
                message = decode(incoming.frames)
                self._check_version(message)
                version = message.version
                header, body = self._answer(name, message)
            except WireViolation as error:
                header, body = error_reply(0, RefusalCode.MALFORMED, error.reason), b""
            if self.lose_replies > 0:
                self.lose_replies -= 1
                return None
            return encode(header, body, version=version)

    def _check_version(self, message: Message) -> None:
        if self.only_version not in {None, message.version}:
            raise WireViolation(f"protocol version {message.version}")

    def _answer(self, name: str, message: Message) -> tuple[Header, bytes]:
        header = message.header
        code = self.refuse.get(message.kind)
        if code is not None:
            return error_reply(header.ask, code, "as the test ordered"), b""
        if self.busy and isinstance(header, Offer | Decide):
            return BusyReply(ask=header.ask, why=self.busy, retry_ms=50), b""
        if isinstance(header, Seated):
            if header.session not in self._sessions:
                return error_reply(header.ask, RefusalCode.NO_SESSION, "no such session"), b""
            return self._seated(header, message)
        return self._unseated(name, message)

    def _unseated(self, name: str, message: Message) -> tuple[Header, bytes]:
        match message.header:
            case Hello(ask=ask):
                reply = WelcomeReply(
                    ask=ask,
                    name=name,
                    software="stub",
                    server_time=now_text(),
                    credit=CREDIT,
                    signing_key=self.signing.public,
                )
                return reply, b""
            case Login() as login:
                return self._login(login), b""
            case Checkpoint(ask=ask):
                document = CheckpointDocument(note=self.checkpoint, proof=[])
                return CheckpointReply(ask=ask), write_document(document)
            case _:
                return self._from_site(name, message)
