# ruff: noqa: SLF001 - pika has no other way to publish without waiting for each confirm
"""RabbitMQ's half of ``make bench-broker``: a durable queue, persistent messages, confirms.

Run by `tests.benchmarks.bench_broker` with the Python of another environment, which has pika.
Each line on standard input is the name of a file; it is published, and when all of it is
confirmed, a line is printed. At an empty line the queue is emptied. There are two ways:

``pieces``: to a quorum queue, which confirms what has been synced to disk, in persistent messages
of 256 KiB without waiting between them; the quickest that was found.
``whole``: to a durable queue as one persistent message whose confirm is waited for; what a
program does that follows the server's own guide, and what the study of peers measured.
"""

import os
import sys
from abc import ABC, abstractmethod
from pathlib import Path

import pika

PIECE = 256 * 1024


class Publisher(ABC):
    """A connection to the server."""

    queue = ""

    def __init__(self, port: int) -> None:
        self.connection = pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", port))
        self.channel = self.connection.channel()

    @abstractmethod
    def publish(self, content: bytes) -> None:
        """Publish a file; return when all of it is confirmed."""

    def empty(self) -> None:
        """Take away what the queue has kept."""
        self.channel.queue_purge(self.queue)


class Whole(Publisher):
    """Publishes a file as one message and waits for its confirm."""

    queue = "whole-scans"

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.channel.queue_declare(self.queue, durable=True)
        self.channel.confirm_delivery()

    def publish(self, content: bytes) -> None:
        """Publish it; the blocking channel returns when it is confirmed."""
        persistent = pika.BasicProperties(delivery_mode=2)
        self.channel.basic_publish("", self.queue, content, persistent, mandatory=True)


class Pieces(Publisher):
    """Publishes a file in pieces, many under way at once."""

    queue = "scans"

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self._waiting: set[int] = set()
        self._tag = 0
        # The blocking channel waits for each confirm; the one below it does not.
        self.channel.queue_declare(self.queue, durable=True, arguments={"x-queue-type": "quorum"})
        self.channel._impl.confirm_delivery(self._heard, callback=lambda _frame: None)
        self.connection.process_data_events(0.1)

    def _heard(self, frame: "pika.frame.Method") -> None:
        tag = frame.method.delivery_tag
        done = {t for t in self._waiting if t <= tag} if frame.method.multiple else {tag}
        self._waiting -= done

    def publish(self, content: bytes) -> None:
        """Publish the pieces; return when all are confirmed."""
        persistent = pika.BasicProperties(delivery_mode=2)
        for at in range(0, len(content), PIECE):
            self._tag += 1
            self._waiting.add(self._tag)
            self.channel._impl.basic_publish("", self.queue, content[at : at + PIECE], persistent)
            if len(self._waiting) > 64:
                self.connection.process_data_events(0)
        while self._waiting:
            self.connection.process_data_events(0.05)


def main(way: str, port: int) -> None:
    """Publish each file that is named."""
    publisher = {"pieces": Pieces, "whole": Whole}[way](port)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        name = line.strip()
        if name:
            publisher.publish(Path(name).read_bytes())
        else:
            publisher.empty()
        sys.stdout.write("done\n")
        sys.stdout.flush()
    publisher.connection.close()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
