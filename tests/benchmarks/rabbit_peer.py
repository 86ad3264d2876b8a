# ruff: noqa: SLF001 - pika has no other way to publish without waiting for each confirm
"""RabbitMQ's half of ``make bench-broker``: a durable queue, persistent messages, confirms.

Run by `tests.benchmarks.bench_broker` with the Python of another environment, which has pika.
Each line on standard input is the name of a file; it is published to a quorum queue, which
confirms what has been synced to disk, in persistent messages of 256 KiB without waiting between
them; when all are confirmed, a line is printed. At an empty line the queue is emptied.
"""

import os
import sys
from pathlib import Path

import pika

PIECE = 256 * 1024
QUEUE = "scans"


class Publisher:
    """A connection with confirms; answers when all pieces of a file are confirmed."""

    def __init__(self, port: int) -> None:
        self._waiting: set[int] = set()
        self._tag = 0
        self.connection = pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", port))
        # The blocking channel waits for each confirm; the one below it does not.
        self.channel = self.connection.channel()
        self.channel.queue_declare(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
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
            self.channel._impl.basic_publish("", QUEUE, content[at : at + PIECE], persistent)
            if len(self._waiting) > 64:
                self.connection.process_data_events(0)
        while self._waiting:
            self.connection.process_data_events(0.05)

    def empty(self) -> None:
        """Take away what the queue has kept."""
        self.channel.queue_purge(QUEUE)


def main(port: int) -> None:
    """Publish each file that is named."""
    publisher = Publisher(port)
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
    main(int(sys.argv[1]))
