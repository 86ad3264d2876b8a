"""A line between a client and the hub that is slow, cut, stalled, refused, or flips bits.

One proxy a client, all in one thread of one event loop; the nemesis changes their mood.
"""

import asyncio
import contextlib
import threading
from dataclasses import dataclass
from random import Random
from types import TracebackType
from typing import Self

_BLOCK = 16 * 1024


@dataclass
class Mood:
    """How a line behaves now; ``rate`` is in bytes a second, 0 for as fast as it goes."""

    delay_s: float = 0.0
    rate: float = 0.0
    flips: float = 0.0
    stalled: bool = False
    refusing: bool = False


class Lines:
    """Proxies to the hub's port, one a client; ``with`` runs them in a thread of their own."""

    def __init__(self, hub_port: int, ports: dict[str, int], *, seed: int) -> None:
        self._hub_port, self._ports = hub_port, ports
        self._rng = Random(seed)  # noqa: S311 - a seed is the point
        self.moods = {name: Mood() for name in ports}
        self.flipped = 0
        self._open: dict[str, set[asyncio.StreamWriter]] = {name: set() for name in ports}
        self._servers: list[asyncio.Server] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="chaos-lines")

    def __enter__(self) -> Self:
        self._thread.start()
        for name, port in self._ports.items():
            listening = asyncio.start_server(self._serve(name), "127.0.0.1", port)
            server = asyncio.run_coroutine_threadsafe(listening, self._loop).result(10)
            self._servers.append(server)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        async def end() -> None:
            for server in self._servers:
                server.close()
            for name in self._open:
                for writer in list(self._open[name]):
                    writer.transport.abort()
            tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.sleep(0.05)  # transports close in the loop's next turns

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def cut(self, name: str) -> int:
        """Break every connection of a line; returns how many there were."""
        writers = list(self._open[name])
        for writer in writers:
            self._loop.call_soon_threadsafe(writer.transport.abort)
        return len(writers)

    def _serve(self, name: str):
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            mood = self.moods[name]
            if mood.refusing:
                writer.transport.abort()
                return
            try:
                there, back = await asyncio.open_connection("127.0.0.1", self._hub_port)
            except OSError:
                writer.transport.abort()
                return
            ends = (writer, back)
            self._open[name].update(ends)
            try:
                lanes = [
                    asyncio.create_task(self._pump(mood, reader, back)),
                    asyncio.create_task(self._pump(mood, there, writer)),
                ]
                await asyncio.wait(lanes, return_when=asyncio.FIRST_COMPLETED)
                for lane in lanes:
                    lane.cancel()
                await asyncio.gather(*lanes, return_exceptions=True)
            finally:
                for end in ends:
                    self._open[name].discard(end)
                    end.transport.abort()

        return serve

    async def _pump(
        self, mood: Mood, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with contextlib.suppress(OSError):
            while block := await reader.read(_BLOCK):
                while mood.stalled:  # noqa: ASYNC110 - the mood comes from another thread
                    await asyncio.sleep(0.05)
                if mood.delay_s or mood.rate:
                    await asyncio.sleep(mood.delay_s + (len(block) / mood.rate if mood.rate else 0))
                if mood.flips and self._rng.random() < mood.flips:
                    spoilt = bytearray(block)
                    spoilt[self._rng.randrange(len(spoilt))] ^= 1 << self._rng.randrange(8)
                    block = bytes(spoilt)
                    self.flipped += 1
                writer.write(block)
                await writer.drain()
