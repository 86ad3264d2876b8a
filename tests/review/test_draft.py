"""Note and look of a case in the making outlive the program."""

from dataclasses import replace
from shutil import copytree

from workstation.domain.decision import Mark, MarkShape
from workstation.review.draft import CaseKey, Draft, InHand, draft_from_json, draft_to_json
from workstation.review.journal import Journal

KEY = CaseKey(case_id="yantian:S1", sha256="a" * 64)


def make_draft(note="behind the third row", *, key=KEY, officer="li"):
    return Draft(key=key, officer=officer, note=note, view={"look": {}}, judgement={"own": "clear"})


def test_a_draft_reads_back_as_it_was_written():
    draft = make_draft()

    assert draft_from_json(draft_to_json(draft)) == draft


def test_a_draft_of_a_former_version_has_no_judgement():
    written = draft_to_json(make_draft())
    del written["judgement"]

    assert draft_from_json(written).judgement == {}


def test_a_draft_is_there_after_a_crash(tmp_path):
    with Journal(tmp_path / "before") as journal:
        journal.keep_draft(make_draft("beh"))
        journal.keep_draft(make_draft())
        copytree(tmp_path / "before", tmp_path / "after")  # what the disk has at this moment

    with Journal(tmp_path / "after") as again:
        assert again.drafts() == {KEY: make_draft()}


def test_the_newest_draft_tells_which_case_was_open(tmp_path):
    other = CaseKey(case_id="yantian:S2", sha256="b" * 64)

    with Journal(tmp_path) as journal:
        journal.keep_draft(make_draft(key=other))
        journal.keep_draft(make_draft("first"))
        journal.keep_draft(make_draft(key=other, note="again"))

        assert list(journal.drafts()) == [KEY, other]


def test_a_recorded_decision_takes_its_draft_away(tmp_path):
    decision = {"decision_id": "d-1", "case_id": KEY.case_id}
    with Journal(tmp_path) as journal:
        journal.keep_draft(make_draft())
        journal.keep_decision(decision, officer="li")
        kept_until_recorded = journal.drafts()

        journal.settle("d-1", "recorded")

        assert KEY in kept_until_recorded
        assert journal.drafts() == {}


def test_drafts_do_not_grow_without_bound(tmp_path):
    with Journal(tmp_path) as journal:
        for number in range(40):
            key = CaseKey(case_id=f"yantian:S{number}", sha256="a" * 64)
            journal.keep_draft(make_draft(key=key))

        kept = journal.drafts()

    assert len(kept) == 32
    assert next(reversed(kept)).case_id == "yantian:S39"


MARK = Mark(mark_id="m", view="side", shape=MarkShape.BOX, points=((1.0, 2.0), (3.0, 4.0)))


def left_elsewhere(token, *, officer="li"):
    draft = replace(make_draft("from the other desk", officer=officer), token=token)
    return InHand(draft=draft, marks=(MARK,))


def test_what_was_left_elsewhere_under_a_later_lease_counts(tmp_path):
    with Journal(tmp_path) as journal:
        journal.keep_draft(replace(make_draft("here"), token=4))

        assert journal.take_over(left_elsewhere(5))

        assert journal.drafts()[KEY].note == "from the other desk"
        assert journal.marks(KEY, officer="li") == (MARK,)


def test_what_was_left_here_counts_when_it_is_as_new_or_newer(tmp_path):
    with Journal(tmp_path) as journal:
        for token in (5, 6):
            journal.keep_draft(replace(make_draft("here"), token=token))

            assert not journal.take_over(left_elsewhere(5))

        assert journal.drafts()[KEY].note == "here"
        assert journal.marks(KEY, officer="li") == ()


def test_what_another_officer_left_here_keeps_nothing_out(tmp_path):
    with Journal(tmp_path) as journal:
        journal.keep_marks(KEY, (MARK, replace(MARK, mark_id="n")), officer="wang")
        journal.keep_draft(replace(make_draft("of Wang", officer="wang"), token=9))

        assert journal.marks(KEY, officer="li") == ()
        assert journal.take_over(left_elsewhere(5))

        assert journal.drafts()[KEY].officer == "li"
        assert journal.marks(KEY, officer="li") == (MARK,)
        assert journal.marks(KEY, officer="wang") == ()


def test_marks_of_a_former_version_are_those_of_the_draft_beside_them(tmp_path):
    with Journal(tmp_path / "now") as journal:
        journal.keep_marks(KEY, (MARK,), officer="")
        assert journal.marks(KEY, officer="li") == (MARK,)

        journal.keep_draft(make_draft(officer="wang"))

        assert journal.marks(KEY, officer="li") == ()
        assert journal.marks(KEY, officer="wang") == (MARK,)
