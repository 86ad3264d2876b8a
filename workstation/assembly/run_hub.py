"""Runs a hub with everything around it: its watchman, and an orderly end of its records."""

import contextlib
import gc
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from workstation.assembly.audit_post import audited
from workstation.assembly.house_directory import open_directory
from workstation.assembly.hub import build_hub, open_hub_records, refuse_lost_records
from workstation.assembly.open_files import take_files
from workstation.directory.rules import DirectoryRules
from workstation.domain.errors import StorageUnavailable
from workstation.hub.broker import Hub
from workstation.hub.health import Store
from workstation.hub.monitor import Monitor
from workstation.hub.ports import RoomStanding
from workstation.settings import HubConfig
from workstation.storage.records import SqlRecords
from workstation.storage.room_now import RoomReader
from workstation.storage.small_files import last_backup


def run_hub(
    config: HubConfig, stop: threading.Event, directory: DirectoryRules | None = None
) -> None:
    """Run a hub until ``stop`` is set, then end it in order.

    The records are closed only then: folding the write-ahead log into the database is for an
    orderly end. Whatever else ends the hub leaves them as they are, and nothing is lost.

    Raises
    ------
    ReviewRoomError, QueueError
        As `build_hub` and `Hub.run` do.
    """
    take_files()
    refuse_lost_records(config.data)
    records = open_hub_records(config.data)
    records.claim()
    house = open_directory(directory, config.data)
    hub = build_hub(config, records)
    hub.directory = house
    hub.standing = records
    records.tell_commits(hub.vitals.committed)
    # What a hub begins with stays; looking through it for garbage holds its loop up for 70 ms.
    gc.freeze()
    with watched(config, hub, records), audited(config, records):
        hub.run(stop)
    records.close()


@contextlib.contextmanager
def watched(config: HubConfig, hub: Hub, records: SqlRecords) -> Iterator[None]:
    """Serve health and metrics while the block runs, where the settings name an address."""
    if not config.metrics:
        yield
        return
    host, _, port = config.metrics.rpartition(":")
    room = RoomReader(config.data)
    look = looking_at(config.data, config.reserve_fraction, records.standing, room)
    monitor = Monitor(host.strip("[]"), int(port), vitals=hub.vitals, look=look)
    monitor.start()
    try:
        yield
    finally:
        monitor.close()
        room.close()


def looking_at(
    data: Path,
    reserve_fraction: float,
    standing: Callable[[], RoomStanding],
    room: RoomReader,
) -> Callable[[], Store]:
    """Return how a watchman looks at a hub's disk and records; what fails becomes ``trouble``."""

    def look() -> Store:
        trouble, stands, sizes, figures = "", None, list[int](), None
        free = reserve = 0
        try:
            usage = shutil.disk_usage(data)
            free, reserve = usage.free, int(usage.total * reserve_fraction)
            for part in (data / "parts").iterdir():
                with contextlib.suppress(FileNotFoundError):  # it was finished in the meantime
                    sizes.append(part.stat().st_size)
        except OSError as error:
            trouble = str(error)
        try:
            stands = standing()
            now = datetime.now().astimezone()
            midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
            figures = room.read(now, since=midnight)
        except StorageUnavailable as error:
            trouble = str(error)
        return Store(
            free_bytes=free,
            reserve_bytes=reserve,
            parts=len(sizes),
            part_bytes=sum(sizes),
            standing=stands,
            trouble=trouble,
            room=figures,
            backup_at=last_backup(data),
        )

    return look
