"""Joins the subjects of the supervisor's room to a hub: one line a subject."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from workstation.assembly.auditing import Witnesses, auditing
from workstation.assembly.figuring import figuring
from workstation.assembly.looks_count import CountedLooks
from workstation.domain.alert import AlertKind, Event
from workstation.domain.recheck import Recheck
from workstation.hub.blindness import Blindness
from workstation.hub.clocks import wall
from workstation.hub.films import Films
from workstation.hub.rechecks import Rechecks
from workstation.hub.screens import ScreenNotes
from workstation.hub.stuck import StuckCases
from workstation.hub.supervision import Contribution
from workstation.hub.sweeping import Sweeper
from workstation.settings import HubConfig
from workstation.storage.blobs import FolderBlobs
from workstation.storage.one_decision import DecisionFiles
from workstation.storage.records import SqlRecords


def contributions(
    config: HubConfig,
    records: SqlRecords,
    witnesses: Callable[[], Witnesses],
    blindness: Blindness,
    *,
    is_storing: Callable[[], bool],
) -> Sequence[Contribution]:
    """Return what the subjects bring to a hub over its data folder.

    Answerers read through storage of their own, by ``config.data``; only steerers use
    ``records``, which belong to the broker's thread, and what notes something in the log.
    ``is_storing`` tells whether a package is on its way into the store.
    """
    library = config.library if config.library is not None else config.data / "library"
    cut = partial(_cut_lesson, FolderBlobs(config.data))
    rechecks = Rechecks(
        records,
        CountedLooks(config.data),
        cut=cut,
        missed=partial(_alert_missed, records),
        blindness=blindness,
    )
    return (
        StuckCases(records).contribution(),
        figuring(config, records),
        rechecks.contribution(),
        Films(DecisionFiles(config.data, library), records, blindness).contribution(),
        ScreenNotes(records).contribution(),
        Sweeper(records, FolderBlobs(config.data), is_storing=is_storing).contribution(),
        *auditing(config, records, witnesses, blindness),
    )


def _alert_missed(records: SqlRecords, recheck: Recheck) -> None:
    """Raise an alert: the container may still stand where it was released."""
    site = recheck.case_id.partition(":")[0]
    event = Event(
        kind=AlertKind.MISSED,
        subject=recheck.case_id,
        site=site,
        facts={"recheck": recheck.recheck_id},
    )
    records.raise_alert(event, now=wall())


def _cut_lesson(blobs: FolderBlobs, lesson: Mapping[str, Any]) -> dict[str, Any] | None:
    # Every reader of scans and numpy: a hub has to answer before anybody has a lesson.
    from workstation.assembly.lesson_picture import cut_lesson  # noqa: PLC0415

    return cut_lesson(blobs, lesson)
