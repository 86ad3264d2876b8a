"""The desk's journal: what was written is there again, whatever happened in between."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workstation.domain.decision import Mark, MarkShape
from workstation.domain.errors import StorageUnavailable
from workstation.review.journal import CaseKey, Journal

KEY = CaseKey(case_id="yantian:S1", sha256="a" * 64)
MARK = Mark(
    mark_id="m1", view="side", shape=MarkShape.BOX, points=((10.5, 20.0), (30.0, 40.25)), text="é"
)
DECISION = {"decision_id": "d1", "case_id": KEY.case_id, "token": 7, "conclusion": "release"}


def reopened(journal: Journal, folder: Path) -> Journal:
    journal.close()
    return Journal(folder)


def test_marks_come_back_after_the_journal_was_opened_again(tmp_path):
    journal = Journal(tmp_path)
    journal.keep_marks(KEY, (MARK,), officer="li")

    with reopened(journal, tmp_path) as again:
        assert again.marks(KEY, officer="li") == (MARK,)


def test_marks_of_another_picture_of_the_same_case_do_not_come_back(tmp_path):
    with Journal(tmp_path) as journal:
        journal.keep_marks(KEY, (MARK,), officer="li")

        assert journal.marks(CaseKey(case_id=KEY.case_id, sha256="b" * 64), officer="li") == ()


def test_a_decision_without_a_receipt_is_pending_after_a_crash(tmp_path):
    journal = Journal(tmp_path)
    journal.keep_decision(DECISION, officer="li")
    journal.note_sent("d1")

    with reopened(journal, tmp_path) as again:
        (pending,) = again.pending()
        assert pending.officer == "li"
        assert pending.decision == DECISION
        assert again.was_sent("d1")


def test_a_recall_waits_with_its_decision_and_goes_with_it(tmp_path):
    journal = Journal(tmp_path)
    journal.keep_decision(DECISION, officer="li")
    journal.note_recall("d1")

    with reopened(journal, tmp_path) as again:
        assert again.was_recalled("d1")
        again.settle("d1", "recorded")
        assert not again.was_recalled("d1")


def test_a_recorded_decision_is_settled_and_its_marks_are_forgotten(tmp_path):
    journal = Journal(tmp_path)
    journal.keep_marks(KEY, (MARK,), officer="li")
    journal.keep_decision(DECISION, officer="li")
    journal.settle("d1", "recorded")

    with reopened(journal, tmp_path) as again:
        assert again.pending() == ()
        assert again.marks(KEY, officer="li") == ()


def test_a_withdrawn_decision_leaves_its_marks(tmp_path):
    journal = Journal(tmp_path)
    journal.keep_marks(KEY, (MARK,), officer="li")
    journal.keep_decision(DECISION, officer="li")
    journal.settle("d1", "withdrawn")

    with reopened(journal, tmp_path) as again:
        assert again.pending() == ()
        assert again.marks(KEY, officer="li") == (MARK,)


def test_a_torn_last_line_costs_only_itself(tmp_path):
    journal = Journal(tmp_path)
    journal.keep_marks(KEY, (MARK,), officer="li")
    journal.keep_decision(DECISION, officer="li")
    journal.close()
    file = tmp_path / "desk.journal"
    file.write_bytes(file.read_bytes()[:-9])

    with Journal(tmp_path) as again:
        assert again.marks(KEY, officer="li") == (MARK,)
        assert again.pending() == ()
        assert again.unreadable_lines == 1


@settings(max_examples=25)
@given(rubbish=st.binary(max_size=200))
def test_no_rubbish_in_the_file_keeps_the_desk_from_opening(tmp_path_factory, rubbish):
    folder = tmp_path_factory.mktemp("journal")
    (folder / "desk.journal").write_bytes(rubbish)

    with Journal(folder) as journal:
        journal.keep_marks(KEY, (MARK,), officer="li")

        assert journal.marks(KEY, officer="li") == (MARK,)


def test_opening_again_keeps_only_what_still_matters(tmp_path):
    journal = Journal(tmp_path)
    for number in range(50):
        journal.keep_marks(KEY, (MARK,) * (number % 3 + 1), officer="li")

    with reopened(journal, tmp_path):
        lines = (tmp_path / "desk.journal").read_text(encoding="utf-8").splitlines()

    assert len(lines) == 1
    assert len(json.loads(lines[0])["marks"]) == 49 % 3 + 1


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")

    with pytest.raises(StorageUnavailable) as caught:
        Journal(blocked / "journal")

    assert "Free space" in caught.value.sentence()


def test_what_was_journaled_survives_a_killed_process(tmp_path):
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from workstation.review.journal import CaseKey, Journal\n"
        "from workstation.domain.decision import Mark, MarkShape\n"
        "journal = Journal(Path(sys.argv[1]))\n"
        "mark = Mark(mark_id='m', view='side', shape=MarkShape.BOX, points=((1, 2), (3, 4)))\n"
        "journal.keep_marks(CaseKey(case_id='s:1', sha256='c' * 64), (mark,), officer='li')\n"
        "journal.keep_decision({'decision_id': 'd', 'case_id': 's:1'}, officer='li')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = str(Path(__file__).parents[2])

    done = subprocess.run(  # noqa: S603 - our own interpreter and our own program
        [sys.executable, "-c", program, str(tmp_path)],
        check=False,
        env={**os.environ, "PYTHONPATH": root},
    )

    assert done.returncode < 0
    with Journal(tmp_path) as journal:
        key = CaseKey(case_id="s:1", sha256="c" * 64)
        assert len(journal.marks(key, officer="li")) == 1
        assert [pending.officer for pending in journal.pending()] == ["li"]
