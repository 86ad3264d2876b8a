"""The sheet of marks: whatever was changed can be taken back and made again."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from queue_client.codec import write_document
from workstation.domain.decision import Mark, MarkShape, mark_to_json
from workstation.domain.finding import Finding, FindingKind, Told
from workstation.domain.mark_limits import (
    LEAST_POINTS,
    MOST_MARKS,
    MOST_PLACE_BYTES,
    MOST_POINTS,
    MOST_POINTS_IN_ALL,
    MOST_TEXT,
    MOST_TEXT_IN_ALL,
    MarkFault,
    fault_in,
)
from workstation.review.marks import MOST_STEPS, MarkSheet

BOX = ((10.0, 20.0), (30.0, 40.0))
coordinates = st.floats(0, 20_000)
points = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=4).map(tuple)
texts = st.text(max_size=12)


@st.composite
def changes(draw):
    """Return a change as a function of a sheet; it picks a mark that is there, where it needs."""
    kind = draw(st.sampled_from(["draw", "remove", "move", "word"]))
    which = draw(st.integers(0, 50))
    there, text, shape = draw(points), draw(texts), draw(st.sampled_from(MarkShape))

    def change(sheet):
        mark_id = sheet.marks[which % len(sheet.marks)].mark_id if sheet.marks else "nobody"
        return {
            "draw": lambda: sheet.drawn(shape, there, view="side", text=text),
            "remove": lambda: sheet.without(mark_id),
            "move": lambda: sheet.moved(mark_id, there),
            "word": lambda: sheet.worded(mark_id, text),
        }[kind]()

    return change


def after(sheet, some):
    for change in some:
        sheet = change(sheet)
    return sheet


@given(before=st.lists(changes(), max_size=8), change=changes())
def test_undo_after_any_change_gives_the_sheet_before_and_redo_gives_it_back(before, change):
    sheet = after(MarkSheet(), before)

    changed = change(sheet)

    if changed is sheet:
        return
    assert changed.undone().marks == sheet.marks
    assert changed.undone().past == sheet.past
    assert changed.undone().redone() == changed


@given(some=st.lists(changes(), max_size=20))
def test_undoing_everything_leads_to_the_empty_sheet_and_redoing_it_back(some):
    sheet = end = after(MarkSheet(), some)

    while sheet.can_undo:
        sheet = sheet.undone()
    empty = sheet.marks
    while sheet.can_redo:
        sheet = sheet.redone()

    assert empty == ()
    assert sheet == end


def test_a_new_change_forgets_what_was_undone():
    sheet = MarkSheet().drawn(MarkShape.BOX, BOX, view="side").undone()

    changed = sheet.drawn(MarkShape.ELLIPSE, BOX, view="side")

    assert sheet.can_redo
    assert not changed.can_redo
    assert changed.redone() is changed


def test_a_change_that_changes_nothing_is_no_step():
    sheet = MarkSheet().drawn(MarkShape.TEXT, BOX[:1], view="side", text="drum")
    (mark,) = sheet.marks

    for same in (
        sheet.without("nobody"),
        sheet.moved(mark.mark_id, mark.points),
        sheet.worded(mark.mark_id, " drum "),
        MarkSheet().undone(),
    ):
        assert same in (sheet, MarkSheet())
        assert len(same.past) <= 1


def test_the_history_is_bounded_and_the_marks_are_not_touched_by_that():
    sheet = MarkSheet()
    for _ in range(MOST_STEPS + 20):
        sheet = sheet.drawn(MarkShape.BOX, BOX, view="side")

    for _ in range(MOST_STEPS + 20):
        sheet = sheet.undone()

    assert len(sheet.marks) == 20


def test_marks_from_before_a_crash_are_undone_one_by_one():
    marks = MarkSheet().drawn(MarkShape.BOX, BOX, view="side")
    marks = marks.drawn(MarkShape.ARROW, BOX, view="side").marks

    sheet = MarkSheet.kept(marks)

    assert sheet.undone().marks == marks[:1]
    assert sheet.undone().undone().marks == ()
    assert not sheet.undone().undone().can_undo


def test_words_are_one_line_and_points_a_hundredth_of_a_pixel():
    sheet = MarkSheet().drawn(
        MarkShape.TEXT, ((1.23456, 2.0),), view="side", text=" 藏匿\n\x07  here\u200b "
    )

    assert sheet.marks[0].text == "藏匿 here"
    assert sheet.marks[0].points == ((1.23, 2.0),)


def make_mark(shape=MarkShape.FREEHAND, count=2, text="", mark_id="m" * 36):
    run = tuple((12345.67 + number, 98765.43) for number in range(count))
    return Mark(mark_id=mark_id, view="side", shape=shape, points=run, text=text)


def test_each_bound_has_its_own_fault():
    few = {shape: make_mark(shape, LEAST_POINTS[shape] - 1) for shape in MarkShape}

    assert fault_in([make_mark()] * MOST_MARKS) is None
    assert fault_in([make_mark()] * (MOST_MARKS + 1)) is MarkFault.TOO_MANY
    assert fault_in([make_mark(count=MOST_POINTS)]) is None
    assert fault_in([make_mark(count=MOST_POINTS + 1)]) is MarkFault.TOO_MANY_POINTS
    assert fault_in([make_mark(count=300)] * 14) is MarkFault.TOO_MANY_POINTS
    assert fault_in([make_mark(text="x" * MOST_TEXT)]) is None
    assert fault_in([make_mark(text="x" * (MOST_TEXT + 1))]) is MarkFault.TEXT_TOO_LONG
    assert fault_in([make_mark(text="x" * 450)] * 45) is MarkFault.TEXT_TOO_LONG
    assert fault_in([make_mark(MarkShape.TEXT, 1)]) is MarkFault.TEXT_MISSING
    assert {fault_in([mark]) for mark in few.values()} == {MarkFault.TOO_FEW_POINTS}


def test_a_finding_is_said_changed_taken_away_and_undone():
    sheet = MarkSheet().drawn(MarkShape.BOX, ((1.0, 2.0), (3.0, 4.0)), view="side")
    mark_id = sheet.marks[0].mark_id
    dense = Finding(kind=FindingKind.DENSE_OBJECT, goods=" engine\nblock ")

    said = sheet.found(mark_id, dense)
    away = said.found(mark_id, Finding())

    assert said.marks[0].finding == replace(dense, goods="engine block")
    assert said.found(mark_id, replace(dense, goods="engine block")) is said
    assert away.marks[0].finding is None
    assert away.undone().marks == said.marks
    assert away.undone().undone().marks == sheet.marks
    assert away.undone().undone().redone().marks == said.marks
    assert sheet.found(mark_id, Finding()) is sheet


def test_a_point_that_is_no_place_is_a_fault():
    mark = Mark(mark_id="m", view="side", shape=MarkShape.BOX, points=((1, 2), (3, float("inf"))))

    assert fault_in([mark]) is MarkFault.NO_PLACE


def test_the_largest_lawful_sheet_fits_into_one_message():
    per_mark = MOST_POINTS_IN_ALL // MOST_MARKS
    words = "\U00020000" * (MOST_TEXT_IN_ALL // MOST_MARKS)  # four bytes each
    longest = max(FindingKind, key=lambda kind: len(kind.value))
    said = Finding(kind=longest, goods="", hs="1" * 10)
    place = Told(en="e" * MOST_PLACE_BYTES, zh="e" * MOST_PLACE_BYTES)
    mark = replace(make_mark(count=per_mark, text=words), finding=said, place=place)
    marks = [mark] * MOST_MARKS

    size = len(write_document([mark_to_json(mark) for mark in marks]))

    assert fault_in(marks) is None
    assert size <= 192 * 1024
