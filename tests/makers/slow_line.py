"""A line between a client and a hub with a bandwidth, a delay, and faults on demand.

A user-space proxy on loopback, one per test. Bytes of each direction pass a queue: each piece
leaves when the bandwidth has let it through, and arrives a one-way delay later::

    with SlowLine(hub.address, bits_per_s=10e6, round_trip_s=0.1) as line:
        desk = DeskClient(line.address, keys, desk="desk-1")
        line.cut()          # drops all connections; new ones are let in
        line.stall()         # nothing moves, nothing is dropped, until line.go_on()
        line.refusing = True # new connections are closed at once
        line.flip_next()    # one bit of the next piece towards the hub is turned
"""

import asyncio
import contextlib
import threading
from dataclasses import replace
from types import TracebackType
from typing import Self

from queue_client.keys import HubAddress

_PIECE = 16 * 1024


class SlowLine:
    """Starts at ``with`` and ends with it; the flags may be set from any thread."""

    def __init__(
        self, hub: HubAddress, *, bits_per_s: float = 1e12, round_trip_s: float = 0.0
    ) -> None:
        self.bits_per_s, self.round_trip_s = bits_per_s, round_trip_s
        self.refusing = False
        self.flips = 0
        self.cuts = 0
        self._flip = False
        self._hub = hub
        host, _, port = hub.endpoint.removeprefix("tcp://").rpartition(":")
        self._to = (host, int(port))
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self._opened = threading.Event()
        self._ending, self._moving = asyncio.Event(), asyncio.Event()
        self._moving.set()
        self._port = 0
        self._thread = threading.Thread(target=self._run, name="slow-line")

    @property
    def address(self) -> HubAddress:
        """Where the hub is reached over this line."""
        return replace(self._hub, endpoint=f"tcp://127.0.0.1:{self._port}")

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._opened.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._ending.set)
        self._thread.join()

    def cut(self) -> None:
        """Drop every connection at once."""
        self._loop.call_soon_threadsafe(self._cut)

    def stall(self) -> None:
        """Let nothing through."""
        self._loop.call_soon_threadsafe(self._moving.clear)

    def go_on(self) -> None:
        """Let everything through again."""
        self._loop.call_soon_threadsafe(self._moving.set)

    def flip_next(self) -> None:
        """Turn one bit of what next goes towards the hub."""
        self._flip = True

    def _cut(self) -> None:
        self.cuts += 1
        for writer in list(self._writers):
            writer.transport.abort()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self._port = server.sockets[0].getsockname()[1]
        self._opened.set()
        await self._ending.wait()
        server.close()
        self._cut()
        others = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refusing:
            writer.transport.abort()
            return
        try:
            hub_reader, hub_writer = await asyncio.open_connection(*self._to)
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, hub_writer}
        self._writers |= ends
        with contextlib.suppress(asyncio.CancelledError):  # the test has ended
            await asyncio.gather(
                self._carry(reader, hub_writer, up=True), self._carry(hub_reader, writer, up=False)
            )
        self._writers -= ends
        for end in ends:
            end.transport.abort()

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, up: bool
    ) -> None:
        """Carry one direction until an end closes; then both ends go."""
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(maxsize=256)
        arriving = asyncio.create_task(self._deliver(queue, writer))
        free_at = 0.0
        try:
            while piece := await reader.read(_PIECE):
                await self._moving.wait()
                now = self._loop.time()
                free_at = max(free_at, now) + 8 * len(piece) / self.bits_per_s
                if free_at - now > 0.001:
                    await asyncio.sleep(free_at - now)
                await queue.put((free_at + self.round_trip_s / 2, self._harmed(piece, up=up)))
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            # What was on its way when an end closed is lost, as on a real line.
            arriving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await arriving
            writer.transport.abort()

    async def _deliver(
        self, queue: "asyncio.Queue[tuple[float, bytes]]", writer: asyncio.StreamWriter
    ) -> None:
        with contextlib.suppress(OSError):
            while True:
                when, piece = await queue.get()
                wait_s = when - self._loop.time()
                if wait_s > 0.0005:
                    await asyncio.sleep(wait_s)
                writer.write(piece)
                await writer.drain()

    def _harmed(self, piece: bytes, *, up: bool) -> bytes:
        if not (up and self._flip):
            return piece
        self._flip = False
        self.flips += 1
        middle = len(piece) // 2
        return piece[:middle] + bytes((piece[middle] ^ 1,)) + piece[middle + 1 :]
