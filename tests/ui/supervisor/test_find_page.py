"""Finding decisions at the screen: a filter that can be used, a table of any length."""

import pytest
from PySide6.QtCore import QLocale, QObject, Qt

from queue_client.supervision_messages import SteerAct, Topic
from tests.benchmarks.found_room import fill_index
from ui.supervisor.find_page import FindPage
from ui.supervisor.found_model import SHOWN, own_language_first
from workstation.domain.filter_fields import Field
from workstation.domain.filters import Condition, Filter, FilterFault, FilterImpossible, Order
from workstation.domain.found import Extent
from workstation.domain.officer import Role
from workstation.hub.finding import Finding
from workstation.storage import finding
from workstation.storage.finding import DecisionIndex

ROWS = 1250


class Index(DecisionIndex):
    """An index whose room stands still."""

    behind = ()

    def catch_up(self, *, most: int = 0) -> Extent:
        del most
        behind, self.behind = (self.behind[0], self.behind[1:]) if self.behind else (0, ())
        return Extent(edition=f"bench-{ROWS}", top=ROWS - behind, behind=behind)


class Asked(QObject):
    """Answers from a real index when the test lets it, in the order that was asked."""

    def __init__(self, folder) -> None:
        super().__init__()
        self.index = Index(folder)
        answers = Finding(
            self.index, None, filters=lambda _who: [], prove=lambda _d: "", note=lambda *_: None
        )
        self.find, self.waiting, self.questions, self.kept = answers.find, [], [], []
        self.orders = []

    def ask(self, topic, question, then, fault) -> None:
        self.questions.append((topic, question))
        self.waiting.append((topic, question, then, fault))

    def act(self, act, document, _reason, then, _fault) -> None:
        self.orders.append((act, document))
        then({"dropped": False})

    def answer_next(self) -> None:
        topic, question, then, _fault = self.waiting.pop(0)
        then({"filters": self.kept} if topic is Topic.FILTERS else self.find(SEAT, question))

    def answer_all(self) -> None:
        while self.waiting:
            self.answer_next()


class _Officer:
    officer_id = "wu"
    roles = frozenset({Role.SUPERVISOR})


class _Seat:
    officer, desk = _Officer(), "desk-9"


SEAT = _Seat()


class Room:
    """Notes which page was opened."""

    def __init__(self) -> None:
        self.opened, self.pages = [], set()

    def has_page(self, name):
        return name in self.pages

    def open_page(self, name, subject):
        self.opened.append((name, subject))
        return True


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return fill_index(tmp_path_factory.mktemp("find"), ROWS).parent


@pytest.fixture
def asked(folder):
    asked = Asked(folder)
    yield asked
    asked.index.close()


@pytest.fixture
def room():
    return Room()


@pytest.fixture
def page(qtbot, asked, room):
    page = FindPage(asked, room)
    qtbot.addWidget(page)
    page.panel.zone.setCurrentText("Asia/Shanghai")
    page.retranslate()
    page.resize(1100, 600)
    page.show()
    page.wake()
    asked.answer_all()
    return page


def texts(page, column: Field, rows) -> list[str]:
    place = SHOWN.index(column)
    return [page.model.index(row, place).data() for row in rows]


def test_the_table_counts_all_and_fetches_only_what_comes_into_sight(page, asked, qtbot):
    assert page.model.rowCount() == ROWS
    assert "1,250" in page.count.text()
    before = len([q for _, q in asked.questions if q.get("want") == "rows"])

    waiting = texts(page, Field.CONTAINER, [1234])
    qtbot.waitUntil(lambda: bool(asked.waiting))
    asked.answer_all()

    rows = [q for _, q in asked.questions if q.get("want") == "rows"]
    assert (waiting, len(rows) - before) == (["…"], 1)
    assert texts(page, Field.CONTAINER, [1234]) == ["CSQU0000005"]
    assert page.model.row_at(1249)["decision_id"] == "d00000000"


def test_rows_that_are_sifted_are_whole_blocks_wherever_one_looks(page, asked, qtbot, monkeypatch):
    monkeypatch.setattr(finding, "LOOKED_AT", finding._WINDOW)  # noqa: SLF001 - answers in parts
    where = (Condition(field=Field.NOTE, values=("夹层",)),)
    page.panel.show_filter(Filter(where=where, order=Order(by=Field.DWELL_S, down=False)))
    page.panel.go()
    asked.answer_all()
    count = page.model.rowCount()

    texts(page, Field.NOTE, [count - 1])
    qtbot.waitUntil(lambda: bool(asked.waiting))
    asked.answer_all()

    texts(page, Field.NOTE, [0])
    qtbot.wait(1)
    asked.answer_all()
    rows = [page.model.row_at(row) for row in range(count)]
    dwell = [row["dwell_s"] for row in rows]
    assert count > 100
    assert all("夹层" in row["note"] for row in rows)
    assert dwell == sorted(dwell)
    assert len({row["decision_id"] for row in rows}) == count


def test_rows_that_lie_far_apart_are_shown_as_they_are_found(page, asked, monkeypatch):
    monkeypatch.setattr(finding, "LOOKED_AT", finding._WINDOW)  # noqa: SLF001 - answers in parts
    rare = (Condition(field=Field.CONTAINER, values=("CSQU00000*",)),)
    page.panel.show_filter(Filter(where=rare, order=Order(by=Field.P_VALUE)))
    page.panel.go()
    counts = []
    while asked.waiting:
        asked.answer_next()
        counts.append((page.model.rowCount(), page.model.whole))

    assert len(counts) > 3
    assert counts[0][0] < counts[-1][0] == 300
    assert [whole for _, whole in counts] == [False] * (len(counts) - 1) + [True]


def test_an_answer_of_a_search_that_is_over_changes_nothing(page, asked):
    page.panel.go()
    asked.answer_next()
    _, question, late, _ = asked.waiting.pop()
    page.panel.show_filter(Filter(where=(Condition(field=Field.SITE, values=("nowhere",)),)))
    page.panel.go()
    asked.answer_all()

    late(asked.find(SEAT, question))

    assert question["want"] == "places"
    assert page.model.rowCount() == 0
    assert page.count.text() == "No decision fits."


def test_an_impossible_filter_is_said_in_a_sentence_and_asks_nothing(page, asked):
    row = page.panel.append(Field.P_VALUE)
    row.low.setText("0.9")
    row.high.setText("0.1")

    page.panel.go()

    assert not asked.waiting
    assert page.said.text().startswith("p-value: the beginning comes after the end")


def test_a_time_that_did_not_exist_is_said_and_searched(page, asked):
    page.panel.zone.setCurrentText("Europe/Berlin")
    row = page.panel.append(Field.DECIDED_AT)
    row.since.setText("2026-03-29 02:30")

    page.panel.go()

    assert "did not exist" in page.said.text()
    assert asked.waiting


def test_every_fault_of_a_filter_has_its_words(page):
    for fault in FilterFault:
        page.panel.wrong.emit(FilterImpossible(fault, "p_value", "x"))
        assert page.said.text()
        assert "%" not in page.said.text()


def test_a_click_on_a_column_sorts_at_the_hub_and_again_turns_it_around(page, asked):
    column = SHOWN.index(Field.DWELL_S)

    page.table.horizontalHeader().sectionClicked.emit(column)
    asked.answer_all()
    slowest = page.model.row_at(0)["dwell_s"]
    page.table.horizontalHeader().sectionClicked.emit(column)
    asked.answer_all()

    assert slowest > 119.0
    assert page.model.row_at(0)["dwell_s"] < 9.0


def test_a_condition_is_shown_as_it_was_written(page):
    where = (
        Condition(field=Field.VERDICT, values=("cannot_judge", "none")),
        Condition(field=Field.HS, values=("2402", "22"), without=True),
        Condition(field=Field.TURNAROUND_S, low=90.0, high=600.0),
        Condition(field=Field.DECIDED_AT, since="2026-01-01", until="2026-01-02 08:00"),
        Condition(field=Field.NOTE, values=("a, b",)),
    )
    wanted = Filter(where=where, order=Order(by=Field.P_VALUE), zone="UTC")

    page.panel.show_filter(wanted)

    assert page.panel.filter() == wanted


def test_enter_on_a_row_opens_its_replay(page, room, qtbot):
    page.table.selectRow(2)

    qtbot.keyClick(page.table, Qt.Key.Key_Return)

    assert room.opened == [("replay", "d00001247")]


def test_a_kept_filter_is_searched_for_and_a_damaged_one_says_so(page, asked):
    good = {"filter_id": "f1", "name": "a", "owner": "wu", "shared": False}
    asked.kept = [
        {**good, "filter": {"where": [{"field": "site", "any": ["nansha"]}]}},
        {**good, "filter_id": "f2", "name": "b", "filter": None},
    ]
    page.wake()
    asked.answer_all()

    page.panel.saved.setCurrentIndex(2)
    page.panel.saved.activated.emit(2)
    damaged = page.said.text()
    page.panel.saved.setCurrentIndex(1)
    page.panel.saved.activated.emit(1)
    asked.answer_all()

    assert "damaged" in damaged
    assert set(texts(page, Field.SITE, range(5))) == {"nansha"}
    page.panel.drop_button.click()
    assert asked.orders == [(SteerAct.DROP_FILTER, {"filter_id": "f1"})]
    assert "Only its owner" in page.said.text()


def test_a_proof_is_saved_and_a_folder_that_cannot_be_written_is_said(page, tmp_path):
    answer = {"text": "proof", "reason": "", "entry": 7, "size": 9}

    page.save_proof(tmp_path / "a.tlog-proof", answer)
    saved = page.said.text()
    page.save_proof(tmp_path / "missing" / "a.tlog-proof", answer)

    assert (tmp_path / "a.tlog-proof").read_text(encoding="utf-8") == "proof"
    assert "entry 7 of 9" in saved
    assert "could not be saved" in page.said.text()


@pytest.mark.parametrize(
    "damaged", ["", "{", "[1]", '{"where": 3}', "[" * 5000, "\x00", '{"schema":"x"}']
)
def test_a_damaged_filter_file_is_said_and_changes_nothing(page, asked, tmp_path, damaged):
    path = tmp_path / "filter.json"
    path.write_text(damaged, encoding="utf-8")
    before = page.panel.filter()

    page.read_filter(path)

    assert "damaged" in page.said.text()
    assert page.panel.filter() == before
    assert not asked.waiting


def test_a_filter_goes_into_a_file_and_comes_back(page, asked, tmp_path):
    wanted = Filter(where=(Condition(field=Field.SITE, values=("nansha",)),), zone="UTC")
    page.write_filter(tmp_path / "filter.json", wanted)

    page.read_filter(tmp_path / "filter.json")
    asked.answer_all()

    assert page.panel.filter() == wanted
    assert set(texts(page, Field.SITE, range(9))) == {"nansha"}


def test_another_page_opens_a_search_by_its_filter(page, asked):
    page.open('{"where": [{"field": "officer", "any": ["officer-07"]}]}')
    asked.answer_all()
    found = set(texts(page, Field.OFFICER, range(page.model.rowCount())))

    page.open("{")

    assert found == {"officer-07"}
    assert "damaged" in page.said.text()


def test_while_the_search_takes_decisions_in_it_says_so_and_is_repeated_at_the_end(
    page, asked, qtbot
):
    page.again.setInterval(0)
    asked.index.behind = (900, 400, 0)
    page.panel.go()
    asked.answer_all()
    first = page.said.text(), page.model.rowCount()

    for _ in range(2):
        qtbot.waitUntil(lambda: bool(asked.waiting))
        asked.answer_all()

    assert ("900" in first[0], first[1]) == (True, ROWS - 900)
    assert page.said.text() == ""
    assert page.model.rowCount() == ROWS


def test_goods_stand_first_in_the_language_that_is_read():
    goods, before = "T-shirts of cotton 棉制T恤 Oranges 鲜橙", QLocale()

    try:
        QLocale.setDefault(QLocale(QLocale.Language.Chinese))
        chinese = own_language_first(goods)
        QLocale.setDefault(QLocale(QLocale.Language.English))
        english = own_language_first(goods)
    finally:
        QLocale.setDefault(before)

    assert chinese == "棉制T恤 鲜橙 T-shirts of cotton Oranges"
    assert english == goods


def offered(panel) -> set[str]:
    field = panel.append(Field.SITE).field
    return {field.itemData(place) for place in range(field.count())}


def test_only_who_may_see_test_images_is_offered_to_search_by_them(qtbot, asked, room, page):
    room.pages.add("test_images")
    whole = FindPage(asked, room)
    qtbot.addWidget(whole)

    assert "test" not in offered(page.panel)
    assert offered(whole.panel) - offered(page.panel) == {"test"}
