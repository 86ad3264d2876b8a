"""A network that loses, doubles, delays and so reorders; sockets as the programs use them."""

import itertools
from collections import deque
from collections.abc import Callable
from typing import Any

import zmq

from queue_client.codec import decode, encode, write_document
from queue_client.door import Incoming
from queue_client.keys import HubAddress
from queue_client.messages import Pong
from tests.chaos.sim.world import Node, World


class Net:
    """Carries frames between sockets of nodes and the hub's door."""

    def __init__(self, world: World, key_of: Callable[[str], str]) -> None:
        self.world, self._key_of = world, key_of
        self.loss = self.doubling = self.forgery = 0.0
        self.forged = 0
        self.slowest_s = 0.05
        self.door: SimDoor | None = None
        self._sockets: dict[bytes, SimSocket] = {}
        self._names = itertools.count(1)
        self.cut: set[str] = set()

    def connect(self, _address: object, _keys: object) -> "SimSocket":
        """Fit ``queue_client.link._connect``."""
        node = self.world.current()
        socket = SimSocket(self, node, b"r%d" % next(self._names))
        self._sockets[socket.route] = socket
        return socket

    def forget(self, route: bytes) -> None:
        """Let replies to a closed socket fall to the ground."""
        self._sockets.pop(route, None)

    def to_hub(self, socket: "SimSocket", frames: list[bytes]) -> None:
        """Send towards whatever hub is up when the frames arrive."""
        name = socket.node.name
        incoming = Incoming(key=self._key_of(name), route=socket.route, frames=list(frames))

        def arrive() -> None:
            if self.door is not None and name not in self.cut:
                self.door.take(incoming)

        self._carry(arrive)

    def to_client(self, route: bytes, frames: list[bytes]) -> bool:
        """Send back; False when nobody listens there any more."""
        socket = self._sockets.get(route)
        if socket is None:
            return False

        if self.forgery and self.world.rng.random() < self.forgery:
            frames = self._forge(frames)

        def arrive() -> None:
            if route in self._sockets and socket.node.name not in self.cut:
                socket.take(list(frames))

        self._carry(arrive)
        return True

    def _forge(self, frames: list[bytes]) -> list[bytes]:
        """Turn what a decision says into its contrary, as whoever held the hub's place might."""
        message = decode(frames)
        if not isinstance(message.header, Pong):
            return frames
        documents = message.document(list[dict[str, Any]])
        for document in documents:
            said = document["record"]["conclusion"]
            document["record"]["conclusion"] = "release" if said == "inspect" else "inspect"
            self.forged += 1
        return encode(message.header, write_document(documents))

    def _carry(self, arrive: Callable[[], None]) -> None:
        rng, now = self.world.rng, self.world.now
        if rng.random() < self.loss:
            return
        for _ in range(2 if rng.random() < self.doubling else 1):
            self.world.at(now + rng.uniform(0.001, self.slowest_s), arrive)


class SimFrame:
    """As much of a `zmq.Frame` as `queue_client.socket_frames` touches."""

    def __init__(self, content: bytes, *, more: bool) -> None:
        self.bytes, self.buffer, self.more = content, memoryview(content), more

    def __len__(self) -> int:
        return len(self.bytes)


class SimSocket:
    """As much of a DEALER as `queue_client.link` touches."""

    def __init__(self, net: Net, node: Node, route: bytes) -> None:
        self._net, self.node, self.route = net, node, route
        self._inbox: deque[list[bytes]] = deque()
        self._begun: list[bytes] = []  # frames sent of a message that goes on
        self._arriving: deque[SimFrame] = deque()
        self._wake: Callable[[], None] | None = None

    def take(self, frames: list[bytes]) -> None:
        self._inbox.append(frames)
        if self._wake is not None:
            self._wake()

    def poll(self, timeout: int, flags: int = zmq.POLLIN) -> int:
        ready = self._ready(flags)
        if not ready:
            self._wake = self._net.world.waiter() if flags == zmq.POLLIN else None
            self._net.world.sleep(max(timeout, 1) / 1000)  # even a glance takes time
            self._wake = None
            ready = self._ready(flags)
        return flags if ready else 0

    def send(self, frame: bytes, flags: int = 0, *, copy: bool = True) -> None:
        del copy
        if self._net.door is None:
            raise zmq.Again
        self._begun.append(frame)
        if not flags & zmq.SNDMORE:
            frames, self._begun = self._begun, []
            self._net.to_hub(self, frames)

    def recv(self, flags: int = 0, *, copy: bool = True) -> "SimFrame":
        del flags, copy
        if not self._arriving:
            if not self._inbox:
                raise zmq.Again
            frames = self._inbox.popleft()
            self._arriving.extend(
                SimFrame(frame, more=number < len(frames))
                for number, frame in enumerate(frames, start=1)
            )
        return self._arriving.popleft()

    def close(self, linger: int = 0) -> None:
        del linger
        self._net.forget(self.route)

    def _ready(self, flags: int) -> bool:
        return bool(self._inbox) if flags == zmq.POLLIN else self._net.door is not None


class SimDoor:
    """Fits `queue_client.door.Door`; the gate is taken for granted here."""

    def __init__(
        self, net: Net, sent: Callable[[bytes, list[bytes]], None], server_key: str
    ) -> None:
        self._net, self._sent = net, sent
        self._inbox: list[Incoming] = []
        self._wake: Callable[[], None] | None = None
        self.address = HubAddress(endpoint="tcp://hub:1", server_key=server_key)

    def open(self) -> None:
        self._net.door = self

    def close(self) -> None:
        if self._net.door is self:
            self._net.door = None

    def take(self, incoming: Incoming) -> None:
        self._inbox.append(incoming)
        if self._wake is not None:
            self._wake()

    def poll(self, timeout_ms: int) -> list[Incoming]:
        if not self._inbox:
            self._wake = self._net.world.waiter()
            # A turn with nothing to do is cheap in a room and dear in a simulation.
            self._net.world.sleep(max(timeout_ms, 200) / 1000)
            self._wake = None
        taken, self._inbox = self._inbox, []
        return taken

    def send(self, route: bytes, frames: list[bytes]) -> bool:
        self._sent(route, frames)
        return self._net.to_client(route, frames)

    def ring(self) -> None:
        """Do nothing: here no thread but the loop's has anything to tell."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the simulated door has no {name}")
