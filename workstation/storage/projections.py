"""The acts around test images: placed, shown, answered; and how many of them there shall be."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select

from workstation.audit.tags import Tag
from workstation.domain.case import Case
from workstation.domain.comparison import comparison_from_json, comparison_to_json
from workstation.domain.decision import mark_to_json
from workstation.domain.errors import LeaseFenced
from workstation.domain.law import Stage, Step
from workstation.domain.projected import (
    ImageAnswer,
    ImagePlan,
    ShownImage,
    area_from_json,
    area_to_json,
)
from workstation.domain.recheck import Sampling, sampling_from_json, sampling_to_json
from workstation.storage.homes import Database
from workstation.storage.journal import append
from workstation.storage.recheck_tables import LotRow, SamplingRow, TestImageRow
from workstation.storage.stages import as_case, fenced, journal, step
from workstation.storage.tables import CaseRow

_NEWEST_SAMPLING = "SELECT content FROM sampling ORDER BY number DESC LIMIT 1"


class ProjectionRecords:
    """The part of `SqlRecords` that keeps test images; see `workstation.hub.projections`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sampling(self) -> Sampling:
        """Return how much is looked at again, as it was set last."""
        with self._database.plain_look() as cursor:  # asked for every scan and every lease
            row = cursor.execute(_NEWEST_SAMPLING).fetchone()
        return Sampling() if row is None else sampling_from_json(json.loads(row[0]))

    def set_sampling(self, sampling: Sampling, *, officer: str, reason: str, now: datetime) -> None:
        """Set how much is looked at again from now on."""
        with self._database.act() as session:
            content = sampling_to_json(sampling)
            session.add(SamplingRow(content=content, officer=officer, reason=reason, set_at=now))
            facts = {"officer": officer, "reason": reason, **content}
            append(session, "sampling:set", facts, now=now)

    def lot_key(self) -> bytes:
        """Return the secret that lots are drawn with, made when there is none."""
        with self._database.act() as session:
            row = session.get(LotRow, 1)
            if row is None:
                row = LotRow(one=1, key=secrets.token_hex(32))
                session.add(row)
            return bytes.fromhex(row.key)

    def place_image(self, plan: ImagePlan, *, now: datetime) -> bool:
        """Keep a test image that was made; False when its case has had one.

        False as well for a picture that is there already, as when a scan was sent under two names.
        """
        with self._database.act() as session:
            same = TestImageRow.sha256 == plan.sha256
            had = select(TestImageRow.image_id).where(
                or_(TestImageRow.case_id == plan.case_id, same)
            )
            scan = select(CaseRow.case_id).where(CaseRow.package_sha256 == plan.sha256)
            if any(session.scalar(query.limit(1)) is not None for query in (had, scan)):
                return False
            session.add(
                TestImageRow(
                    image_id=plan.image_id,
                    case_id=plan.case_id,
                    object=plan.object,
                    placed_at=now,
                    sha256=plan.sha256,
                    size=plan.size,
                    area=area_to_json(plan.area),
                    comparison=comparison_to_json(plan.comparison),
                )
            )
            facts = {"image": plan.image_id, "of_case": plan.case_id, "sha256": plan.sha256}
            append(session, "test_image:placed", facts, now=now)
            return True

    def open_images(self) -> Sequence[ShownImage]:
        """Return the test images that nobody has answered."""
        with self._database.look() as session:
            query = select(TestImageRow).where(
                TestImageRow.outcome.is_(None), TestImageRow.sha256.is_not(None)
            )
            return [_shown(row) for row in session.scalars(query)]

    def image_hashes(self) -> Sequence[str]:
        """Return the hashes of all test images there ever were."""
        with self._database.look() as session:
            found = session.scalars(select(TestImageRow.sha256))
            return [sha256 for sha256 in found if sha256 is not None]

    def image_of(self, sha256: str) -> ShownImage | None:
        """Return a test image by the hash of its package, answered or not; None for a scan."""
        with self._database.look() as session:
            row = session.scalar(select(TestImageRow).where(TestImageRow.sha256 == sha256))
            return None if row is None else _shown(row)

    def show_image(
        self, image_id: str, *, officer: str, desk: str, token: int, now: datetime
    ) -> None:
        """Note under which lease a test image is shown."""
        with self._database.act() as session:
            row = session.get_one(TestImageRow, image_id)
            row.officer, row.desk, row.token = officer, desk, token
            facts = {"image": image_id, "officer": officer, "desk": desk, "token": token}
            append(session, "test_image:shown", facts, now=now)

    def answer_image(self, answer: ImageAnswer, *, desk: str) -> Case:
        """Keep how a test image was met; its case waits again, undecided.

        Raises ``LeaseFenced`` when the lease that it was shown under is over.
        """
        with self._database.act() as session:
            row = session.get_one(TestImageRow, answer.image_id)
            case = fenced(session, row.case_id, row.token or 0)
            if case.stage is not Stage.LEASED or case.lease_desk != desk:
                raise LeaseFenced(row.case_id, row.token or 0)
            row.outcome, row.decided_at = answer.outcome, answer.at
            row.marks = [mark_to_json(mark) for mark in answer.marks]
            row.time_on_task_s, row.shown_ms = answer.time_on_task_s, answer.shown_ms
            facts = _told(answer, row)
            step(case, Step.SKIP)
            journal(session, case, Tag.TEST_ANSWERED, facts, now=answer.at)
            return as_case(session, case)


def _told(answer: ImageAnswer, row: TestImageRow) -> Mapping[str, object]:
    return {
        "image": answer.image_id,
        "officer": row.officer,
        "desk": row.desk,
        "outcome": answer.outcome.value,
        "marks": row.marks,
        "time_on_task_s": answer.time_on_task_s,
        "shown_ms": answer.shown_ms,
    }


def _shown(row: TestImageRow) -> ShownImage:
    plan = ImagePlan(
        image_id=row.image_id,
        case_id=row.case_id,
        object=row.object,
        sha256=row.sha256 or "",
        size=row.size or 0,
        area=area_from_json(row.area or (0, 0, 0, 0)),
        comparison=comparison_from_json(row.comparison or {}),
    )
    return ShownImage(
        plan=plan,
        officer=row.officer or "",
        desk=row.desk or "",
        token=row.token or 0,
        outcome=row.outcome,
    )
