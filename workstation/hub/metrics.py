"""The hub's metrics: which number stands under which name."""

import math
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Final

from queue_client.client import SOFTWARE
from workstation.domain.kernel_clock import ClockState, Sync
from workstation.hub.exposition import Page, Values
from workstation.hub.health import Check, Store
from workstation.hub.room_metrics import add_room
from workstation.hub.vitals import Reading

_PROC: Final = Path("/proc/self")


def metrics_page(
    reading: Reading | None, store: Store, checks: tuple[Check, ...], *, wall: datetime
) -> str:
    """Return all metrics as Prometheus text; ``wall`` is the wall clock, for waiting times."""
    page = Page()
    page.gauges(
        "reviewroom_build_info",
        "Constant 1, with the version of the program and of Python.",
        {(SOFTWARE, ".".join(map(str, sys.version_info[:3]))): 1},
        "version",
        "python",
    )
    well: Values = {(check.name,): float(check.ok) for check in checks}
    page.gauges("reviewroom_healthy", "1 while all is well, by question.", well, "check")
    _add_store(page, store, wall)
    if store.room is not None:
        add_room(page, store.room)
    if reading is not None:
        _add_loop(page, reading)
        _add_sites(page, reading)
        _add_engine(page, reading)
        _add_directory(page, reading)
        _add_clock(page, reading.clock)
    _add_process(page)
    return page.text()


def _add_store(page: Page, store: Store, wall: datetime) -> None:
    page.gauge("reviewroom_disk_free_bytes", "Free on the store's partition.", store.free_bytes)
    page.gauge(
        "reviewroom_disk_reserve_bytes", "No scan is taken in below this.", store.reserve_bytes
    )
    page.gauge("reviewroom_upload_parts", "Unfinished uploads on the disk.", store.parts)
    page.gauge("reviewroom_upload_part_bytes", "Their size together.", store.part_bytes)
    taken_at = store.backup_at
    page.gauge(
        "reviewroom_backup_age_seconds",
        "Since the last backup of this folder was taken; infinite while there was none.",
        math.inf if taken_at is None else max(0.0, (wall - taken_at).total_seconds()),
    )
    if store.standing is None:
        return
    cases: Values = {(stage,): float(count) for stage, count in store.standing.by_stage.items()}
    page.gauges("reviewroom_cases", "Cases by the stage where they stand.", cases, "stage")
    page.gauge(
        "reviewroom_cases_stuck",
        "Cases that wait for a chief while every chief has read them already.",
        store.standing.stuck,
    )
    ages: Values = {
        (site,): max(0.0, (wall - since).total_seconds())
        for site, since in store.standing.oldest_waiting.items()
    }
    page.gauges(
        "reviewroom_oldest_waiting_seconds", "Age of each site's oldest waiting case.", ages, "site"
    )


def _add_loop(page: Page, reading: Reading) -> None:
    page.gauge("reviewroom_queue_depth", "Cases that wait for an officer.", reading.waiting)
    page.gauge("reviewroom_leases", "Cases that are leased to desks.", reading.leases)
    page.gauge("reviewroom_desks_at_work", "Desks whose officer is given cases.", reading.officers)
    page.counters(
        "reviewroom_messages_total",
        "Messages that came in, by kind of machine.",
        {(kind,): count for kind, count in reading.messages.items()},
        "machine",
    )
    page.counters(
        "reviewroom_received_bytes_total",
        "Bytes that came in, by kind of machine.",
        {(kind,): count for kind, count in reading.bytes_in.items()},
        "machine",
    )
    page.counter("reviewroom_sent_bytes_total", "Bytes that went out.", reading.bytes_out)
    page.counters(
        "reviewroom_refused_total",
        "Messages that were refused, by kind of machine and reason.",
        {who_why: count for who_why, count in reading.refused.items()},  # noqa: C416 - wider keys
        "machine",
        "code",
    )
    page.counters(
        "reviewroom_violations_total",
        "Messages that break the protocol, by kind of machine.",
        {(kind,): count for kind, count in reading.violations.items()},
        "machine",
    )
    page.counters(
        "reviewroom_broken_messages_total",
        "The same, by the name of the machine.",
        {(name,): count for name, count in reading.broken.items()},
        "name",
    )
    page.counters(
        "reviewroom_elsewhere_total",
        "Knocks and messages of a machine from an address that is not allowed to it, by its name.",
        {(name,): count for name, count in reading.elsewhere.items()},
        "name",
    )
    page.counter("reviewroom_busy_total", "Messages answered by: not now.", reading.busy)
    page.histogram(
        "reviewroom_commit_seconds", "How long acts took to become durable.", reading.commits
    )


def _add_sites(page: Page, reading: Reading) -> None:
    silent: Values = {(name,): reading.at - word.at for name, word in reading.sites.items()}
    page.gauges(
        "reviewroom_site_silent_seconds",
        "Since a site last asked for decisions, or since the hub was started.",
        silent,
        "site",
    )
    spooled: Values = {
        (name,): float(word.spool_depth)
        for name, word in reading.sites.items()
        if word.spool_depth is not None
    }
    page.gauges(
        "reviewroom_site_spool_depth", "Scans that a site has not brought yet.", spooled, "site"
    )
    free: Values = {
        (name,): float(word.free_bytes)
        for name, word in reading.sites.items()
        if word.free_bytes is not None
    }
    page.gauges("reviewroom_site_free_bytes", "Free on a site's disk.", free, "site")


def _add_engine(page: Page, reading: Reading) -> None:
    engine = reading.engine
    page.gauge("reviewroom_engine_children", "Children of the engine alive.", engine.alive)
    page.gauge("reviewroom_engine_queue_depth", "Cases without an answer yet.", engine.pending)
    page.counters(
        "reviewroom_engine_answers_total",
        "Answers by verdict; its coverage is the share that is not cannot_judge.",
        {(verdict,): count for verdict, count in engine.verdicts.items()},
        "verdict",
    )
    page.counter(
        "reviewroom_engine_gave_up_total",
        "Scans that killed or held up the engine and are not given to it any more.",
        engine.gave_up,
    )
    page.histogram("reviewroom_engine_seconds", "How long the engine took.", engine.took)


def _add_directory(page: Page, reading: Reading) -> None:
    if reading.directory is None:
        return
    page.counters(
        "reviewroom_directory_answers_total",
        "What the directory said of passwords: right, wrong, or nothing in time.",
        {(word,): count for word, count in reading.directory.words.items()},
        "word",
    )


def _add_clock(page: Page, clock: ClockState) -> None:
    page.gauges(
        "reviewroom_clock_sync",
        "1 at whether anything keeps the hub's wall clock in step.",
        {(sync.value,): float(sync is clock.sync) for sync in Sync},
        "state",
    )
    if clock.max_error_s is not None:
        page.gauge(
            "reviewroom_clock_max_error_seconds",
            "By how much a synchronised clock may be wrong at most.",
            clock.max_error_s,
        )


def _add_process(page: Page) -> None:
    """Add what the kernel says about this process, where there is a ``/proc``."""
    page.counter(
        "process_cpu_seconds_total", "Processor time of the hub's process.", time.process_time()
    )
    try:
        pages = int((_PROC / "statm").read_text(encoding="ascii").split()[1])
        open_files = len(os.listdir(_PROC / "fd"))  # noqa: PTH208 - names are enough, and quick
    except (OSError, ValueError, IndexError):
        return
    page.gauge(
        "process_resident_memory_bytes",
        "Memory of the hub's process, without its children.",
        pages * os.sysconf("SC_PAGE_SIZE"),
    )
    page.gauge("process_open_fds", "Open files and sockets.", open_files)
