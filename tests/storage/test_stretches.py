"""A log checked in stretches by several processes is found as one finds it from end to end."""

import os
import shutil
import signal

import pytest

from tests.audit.tampering import make_scene
from workstation.audit.chain import canonical_json, link_hash
from workstation.storage import helpers, stretches, verify
from workstation.storage.told import Told


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    return make_scene(tmp_path_factory.mktemp("room") / "honest")


@pytest.fixture
def scene(honest, tmp_path):
    return honest.copied(tmp_path / "room")


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(stretches, "STRETCH", 8)


@pytest.fixture
def helped(short, monkeypatch):  # noqa: ARG001 - so that there are seams
    monkeypatch.setattr(verify, "WORTH_HELP", 1)
    monkeypatch.setattr(verify, "count_cores", lambda: 2)


def change(scene, seq):
    scene.run("UPDATE audit SET entry = replace(entry, 'li', 'wu') || ' ' WHERE seq = ?", seq)


def drop(scene, seq):
    scene.run("DELETE FROM audit WHERE seq = ?", seq)


def hash_anew(scene, seq):
    """Write another entry with a hash that follows: what comes after it does not any more."""
    with scene.unguarded() as connection:
        before = connection.execute("SELECT hash FROM audit WHERE seq = ?", (seq - 1,)).fetchone()
        text = canonical_json({"at": "", "facts": {}, "seq": seq, "tag": "hub:started"})
        made = link_hash(before[0] if before else bytes(32), text)
        connection.execute("UPDATE audit SET entry = ?, hash = ? WHERE seq = ?", (text, made, seq))


def forge_hash(scene, seq):
    scene.run("UPDATE audit SET hash = zeroblob(32) WHERE seq = ?", seq)


def name_no_hash(scene, seq):
    scene.run("UPDATE audit SET hash = 'not so many bytes as a hash has.' WHERE seq = ?", seq)


def put_before_the_first(scene, seq):
    scene.run("UPDATE audit SET seq = -seq WHERE seq = ?", seq)


@pytest.mark.parametrize("seq", [1, 8, 9, 24])
@pytest.mark.parametrize(
    "act", [change, drop, hash_anew, forge_hash, name_no_hash, put_before_the_first]
)
def test_a_break_on_either_side_of_a_seam_is_found_where_it_is(scene, act, seq, monkeypatch):
    act(scene, seq)
    whole = scene.verify()

    monkeypatch.setattr(stretches, "STRETCH", 8)

    assert not whole.verified
    assert scene.verify() == whole


@pytest.mark.usefixtures("helped")
def test_helpers_find_what_one_process_finds(scene, monkeypatch):
    with monkeypatch.context() as alone:
        alone.setattr(verify, "WORTH_HELP", 1 << 40)
        expected = scene.verify()
    asked = []
    ask = helpers.Helper.ask
    monkeypatch.setattr(
        helpers.Helper, "ask", lambda self, question: asked.append(ask(self, question)) or asked[-1]
    )

    honest = scene.verify()
    scene.run("UPDATE decision SET officer = 'wu' WHERE decision_id = 'd1'")
    changed = scene.verify()
    shutil.rmtree(scene.data / "blobs")
    gone = scene.verify()

    assert honest == expected
    assert honest.proven == honest.entries
    assert changed.reason == "decision d1 is not what its entry says"
    assert "is not in the store" in gone.reason
    assert None not in asked


@pytest.mark.usefixtures("helped")
def test_what_a_helper_cannot_do_is_done_without_it(scene, monkeypatch):
    ask = helpers.Helper.ask
    killed = []

    def ask_the_dead(self, question):
        if not killed:
            os.kill(self._process.pid, signal.SIGKILL)
            killed.append(self)
        return ask(self, question)

    monkeypatch.setattr(helpers.Helper, "ask", ask_the_dead)

    report = scene.verify()

    assert killed
    assert report.verified, report
    assert report.proven == report.entries


@pytest.mark.usefixtures("short")
def test_a_stretch_that_goes_on_from_another_hash_does_not_hold(scene):
    """As when an entry is rewritten after its own stretch was checked, before the next one is."""
    with scene.unguarded() as connection:
        cursor = connection.cursor()
        parts = [stretches.part_of(cursor, *part) for part in stretches.parts_of(16)]
        found = [
            stretches.check(stretches.Links(cursor, part), part, frozenset()) for part in parts
        ]
    found[1].before = bytes(32)

    faults, whole = stretches.join(found, Told(), lambda _size, _root: iter(()))

    assert (faults[0][0], whole) == (9, False)


@pytest.mark.usefixtures("short")
def test_stretches_cover_every_entry_once_and_an_empty_log_has_one_of_nothing():
    assert stretches.parts_of(0) == [(1, 0)]
    assert stretches.parts_of(8) == [(1, 8)]
    assert stretches.parts_of(9) == [(1, 8), (9, 9)]


def put_out_of_numbers(scene, table):
    scene.run(f"UPDATE {table} SET rowid = -1 - rowid")  # noqa: S608 - our own names


def put_far_away(scene, table):
    scene.run(f"UPDATE {table} SET rowid = rowid + (1 << 60)")  # noqa: S608 - our own names


@pytest.mark.usefixtures("helped")
@pytest.mark.parametrize("move", [put_out_of_numbers, put_far_away])
def test_no_number_hides_a_row_from_helpers(scene, move):
    """Rows are handed out by their numbers, which whoever owns the file may write anew."""
    move(scene, "scan_case")
    move(scene, "decision")
    moved = scene.verify()
    scene.run(
        "INSERT INTO decision SELECT 'd9', case_id, 2, scan_sha256, conclusion, reason, note,"
        " marks, officer, desk, decided_at, final_at, 99, evidence FROM decision"
        " WHERE decision_id = 'd1'"
    )
    move(scene, "decision")
    added = scene.verify()
    shutil.rmtree(scene.data / "blobs")
    gone = scene.verify()

    assert moved.verified, moved
    assert added.reason == "decision d9 is not what its entry says"
    assert "is not in the store" in gone.reason


def test_an_entry_with_a_number_far_from_all_others_is_found_at_once(scene):
    last = len(scene.entries())
    scene.run("UPDATE audit SET seq = 1 << 60 WHERE seq = ?", last)

    report = scene.verify()

    assert (report.first_bad, report.reason) == (last, f"it is missing; entry {1 << 60} follows")


@pytest.mark.usefixtures("helped")
def test_helpers_that_were_started_end_when_another_cannot_be(scene, monkeypatch):
    begun, begin, closed = [], helpers.Helper.__init__, []

    def begin_one(self, task):
        if begun:
            raise OSError("no more processes")
        begin(self, task)
        begun.append(self)

    end = helpers.Helper.close
    monkeypatch.setattr(helpers.Helper, "__init__", begin_one)
    monkeypatch.setattr(helpers.Helper, "close", lambda self: (end(self), closed.append(self)))

    report = scene.verify()

    assert report.verified, report
    assert len(closed) == 1
    assert closed == begun
