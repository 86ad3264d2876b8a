"""A commit that the disk refuses ends the program; one that it has no room for does not."""

import gc
import sqlite3
import weakref
from types import SimpleNamespace

import pytest

from tests.storage.scenes import MORNING, leased, make_arrival, make_decision
from workstation.domain.errors import DiskFailed, StorageUnavailable
from workstation.domain.law import Stage
from workstation.storage import database as database_module
from workstation.storage.engines import BUSY_S
from workstation.storage.turns import WriterTurn
from workstation.storage.verify import verify_folder


def refusing_commit(code: int):
    def do_commit(_connection: object) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = code
        raise error

    return do_commit


class RefusingCursor:
    """A cursor over a disk that refuses what is committed."""

    def __init__(self, cursor: sqlite3.Cursor, code: int) -> None:
        self._cursor, self._refuse = cursor, refusing_commit(code)

    def execute(self, statement, *values):
        if statement == "COMMIT":
            self._refuse(self)
        return self._cursor.execute(statement, *values)

    def __getattr__(self, name):
        return getattr(self._cursor, name)


def refuse_commits(patch, records, code):
    """Refuse every commit from now on, whether an act speaks plain SQL or not."""
    database = records._database  # noqa: SLF001 - the disk is under it
    line = database._line()  # noqa: SLF001 - it speaks plain SQL on this one
    refusing = SimpleNamespace(
        cursor=lambda: RefusingCursor(line.cursor(), code), rollback=line.rollback
    )
    patch.setattr(database._writer.dialect, "do_commit", refusing_commit(code))  # noqa: SLF001
    patch.setattr(database, "_line", lambda: refusing)


def an_arrival(records):
    an_arrival_of(records, "s1")


def an_arrival_of(records, scan_id):
    return records.receive(make_arrival(scan_id), now=MORNING)


def a_note(records):
    records.note("hub:started", {}, now=MORNING)


@pytest.mark.parametrize("act", [an_arrival, a_note])
@pytest.mark.parametrize(
    "code",
    [sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC, sqlite3.SQLITE_IOERR_WRITE],
)
def test_a_commit_that_the_disk_refuses_ends_the_program(records, monkeypatch, code, act):
    refuse_commits(monkeypatch, records, code)

    with pytest.raises(DiskFailed, match="disk I/O error"):
        act(records)


def test_a_full_disk_takes_the_act_back_and_later_it_can_be_done(records, monkeypatch, tmp_path):
    with monkeypatch.context() as full:
        refuse_commits(full, records, sqlite3.SQLITE_FULL)
        with pytest.raises(StorageUnavailable):
            records.receive(make_arrival("s1"), now=MORNING)

    records.receive(make_arrival("s1"), now=MORNING)

    assert records.case("yantian:s1")
    assert verify_folder(tmp_path).entries == 1


def test_a_log_that_cannot_be_folded_ends_the_program(records, monkeypatch):
    def fail(_engine: object) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
        raise error

    monkeypatch.setattr(database_module, "fold_log", fail)
    monkeypatch.setattr(database_module, "ACTS_BETWEEN_FOLDS", 2)
    records.receive(make_arrival("s1"), now=MORNING)

    with pytest.raises(DiskFailed):
        records.receive(make_arrival("s2"), now=MORNING)


@pytest.mark.parametrize("line_breaks", [False, True])
def test_a_decision_that_breaks_off_is_taken_back_and_the_next_is_recorded(records, line_breaks):
    database, case = records._database, leased(records)  # noqa: SLF001 - its line is under it

    def break_off() -> None:
        with database.plain_act() as cursor:
            cursor.execute("UPDATE scan_case SET stage = 'decided'")
            if line_breaks:
                cursor.connection.close()
            raise InterruptedError

    with pytest.raises((InterruptedError, StorageUnavailable)):
        break_off()
    stage = records.case(case.case_id).stage
    records.decide(make_decision(case))

    assert stage is Stage.LEASED
    assert records.case(case.case_id).stage is Stage.DECIDED


def test_an_act_that_breaks_off_amid_a_question_does_not_keep_the_next_from_writing(open_hub):
    records, beside = open_hub(), open_hub()
    for number in range(2):
        an_arrival_of(records, f"s{number}")

    def break_off() -> None:
        with records._database.plain_act() as cursor:  # noqa: SLF001 - its line is under it
            cursor.execute("SELECT case_id FROM scan_case").fetchone()
            raise LookupError

    with pytest.raises(LookupError) as kept:  # whoever looks at an error keeps what it was about
        break_off()
    an_arrival_of(beside, "s2")

    assert an_arrival_of(records, "s3").case_id == "yantian:s3"
    assert kept.traceback


def test_an_act_that_breaks_off_lets_go_of_what_it_held(records):
    class Held:
        """Something that an act had in hand."""

    def break_off() -> weakref.ref[Held]:
        held = Held()
        try:
            with records._database.plain_act():  # noqa: SLF001 - its line is under it
                raise LookupError  # noqa: TRY301 - what is tried is how it leaves
        except LookupError:
            return weakref.ref(held)

    gc.disable()
    try:
        gone = break_off()() is None
    finally:
        gc.enable()

    assert gone


def test_the_log_is_folded_by_the_writer_and_does_not_grow_for_ever(records, monkeypatch, tmp_path):
    monkeypatch.setattr(database_module, "ACTS_BETWEEN_FOLDS", 5)
    log = tmp_path / "hub.sqlite-wal"
    sizes = []

    for number in range(40):
        records.receive(make_arrival(f"s{number}"), now=MORNING)
        sizes.append(log.stat().st_size)

    assert max(sizes) <= 2 * sizes[5]


def test_no_connection_folds_the_log_by_itself(records):
    database = records._database  # noqa: SLF001 - SQLite is under it
    with database.act() as session:
        written = session.connection().exec_driver_sql("PRAGMA wal_autocheckpoint").scalar()
    with database.look() as session:
        may_only_read = session.connection().exec_driver_sql("PRAGMA query_only").scalar()

    assert written == 0
    assert may_only_read == 1


def test_two_programs_never_write_or_fold_at_once(records, open_hub, tmp_path, monkeypatch):
    other = WriterTurn(tmp_path / "hub.sqlite", patience_s=BUSY_S)
    monkeypatch.setattr(records._database._turn, "_patience_s", 0.05)  # noqa: SLF001

    with other, pytest.raises(StorageUnavailable, match="busy"):
        leased(records)
    case = leased(records)
    decision = records.decide(make_decision(case))
    other.close()

    assert decision.case_id == open_hub().case(case.case_id).case_id
