"""The papers beside the scan: everything there, nothing interpreted, nothing hidden silently."""

import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from queue_client.answers import LeasedCase
from ui import theme
from ui.desk.case_panel import CasePanel, local_time
from ui.desk.declaration_panel import FEW, DeclarationPanel
from ui.desk.history_panel import HistoryPanel
from ui.i18n import Language, Translations
from ui.prepared import Fault, unreadable_case
from ui.widgets.few_lines import FewLines
from ui.widgets.texts import Elided
from workstation.domain.comparison import Rectangle
from workstation.domain.context import CaseContext, Earlier, Reading, Referral, Relation, Tier
from workstation.domain.decision import Conclusion
from workstation.domain.declaration import Declaration, GoodsLine
from workstation.domain.photo import Photo, Photos
from workstation.domain.position import Standing

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
RIGHT_TO_LEFT = "شركة 123 التجارية"
NASTY = {
    "html": "<b>bold</b><img src=x><script>x</script>",
    "two hundred letters": "N" * 200,
    "two hundred signs": "名" * 200,
    "right to left": RIGHT_TO_LEFT,
    "override": "\u202ekcatta\u202c",
    "control": "bell\x07 null\x00 line\nbreak",
    "zero width": "a\u200b\u2060\ufeffb",
    "percent": "%1 %n %2",
    "tags of a tip": "<qt>",
}


COLUMNS = []
"""The panels' parents, which live as long as a test."""


@pytest.fixture(autouse=True, scope="module")
def dressed(qapp):
    theme.apply(qapp)


@pytest.fixture(autouse=True)
def columns():
    yield
    for column in COLUMNS:
        column.deleteLater()
    COLUMNS.clear()


@pytest.fixture(params=list(Language))
def language(request, qapp):
    translations = Translations(qapp)
    translations.use(request.param)
    yield request.param
    translations.use(Language.ENGLISH)


def make_case(*, number="CSQU3054383", declaration=None, context=None, **changes):
    lease = LeasedCase(
        case_id="a:1",
        site="yantian",
        scan_id="1",
        token=1,
        sha256="0" * 64,
        size=1,
        ttl_s=60.0,
        head={"container": number, "scanner": "H986-2", "time": "2026-11-23T06:12:44+00:00"},
        declaration=None,
        comparison=None,
        models=(),
    )
    case = unreadable_case(lease, (), Fault(code="ScanUnreadable", sentence=""))
    return replace(
        case, fault=None, declaration=declaration, context=context or CaseContext(), **changes
    )


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (900, "engine and coverage know only the left one"),
        (0, "engine and coverage know only the right one"),
    ],
)
def test_of_two_containers_it_is_told_which_one_the_engine_knows(qtbot, column, said):
    container = Rectangle(row=0, column=450, height=100, width=400)
    standing = Standing(sister=replace(container, column=column))
    panel = CasePanel()
    qtbot.addWidget(panel)

    panel.show_case(make_case(container=container, standing=standing, warnings=("cut short",)))

    assert said in panel.doubts.text().splitlines()[0]


def make_papers(goods=1, **changes):
    lines = tuple(
        GoodsLine(hs=f"09012100{n:02d}", name=f"Lot {n}", packages=n + 1, gross_kg=100.0)
        for n in range(goods)
    )
    return replace(Declaration(number="D-1", container="CSQU3054383", goods=lines), **changes)


def make_line(**changes):
    known = {"hs": "0901", "name": "Coffee", "packages": 12, "gross_kg": 34.0}
    return GoodsLine(**{**known, **changes})


def make_earlier(relation, conclusion, *, days=1, **changes):
    known = {
        "relation": relation,
        "case_id": f"c{days}",
        "container": "TCLU4265737",
        "site": "shekou",
        "received_at": NOW - timedelta(days=days),
        "conclusion": conclusion,
        "goods": "Tea",
        "goods_zh": "茶叶",
    }
    return Earlier(**{**known, **changes})


def shown(qtbot, panel, case, *, width=340):
    """Show a panel in a column of a width, as the desk does: it may hide itself there."""
    column = QWidget()
    qtbot.addWidget(column)
    room = QVBoxLayout(column)
    room.setContentsMargins(0, 0, 0, 0)
    room.addWidget(panel)
    room.addStretch(1)
    column.setFixedWidth(width)
    COLUMNS.append(column)
    panel.show_case(case)
    column.show()
    QApplication.processEvents()
    return panel


def texts(panel):
    return [
        label.text() for label in panel.findChildren(QLabel) if label.isVisible() and label.text()
    ]


@pytest.mark.parametrize(
    ("number", "sign", "colour"),
    [
        ("CSQU3054383", "✓", theme.GOOD),
        ("CSQU3054384", "✕", theme.WARN),
        ("NONSENSE", "✕", theme.WARN),
    ],
)
def test_the_check_digit_is_right_or_wrong_by_sign_word_and_colour(qtbot, number, sign, colour):
    panel = shown(qtbot, CasePanel(), make_case(number=number))

    assert panel.number.text() == number
    assert panel.check.text().startswith(sign)
    assert len(panel.check.text()) > 3
    assert panel.check.palette().windowText().color().name() == colour


def test_a_number_of_any_length_leaves_the_papers_their_width(qtbot):
    two = "CSQU3054383 / TCLU4265737"

    panel = shown(qtbot, CasePanel(), make_case(number=two + " " + "N" * 200))
    panel.grab()  # draws it
    width, tip, drawn = (
        panel.minimumSizeHint().width(),
        panel.number.toolTip(),
        panel.number.shown(),
    )
    panel.show_case(make_case(number=two))
    panel.grab()

    assert width < 340
    assert drawn.endswith("…")
    assert "N" * 200 in tip
    assert panel.number.shown() == two
    assert panel.number.toolTip() == ""
    assert panel.number.sizeHint().width() < 316  # both are seen whole


@pytest.mark.parametrize("pictures", [0, 1])
def test_a_site_with_a_long_name_leaves_the_time_of_the_scan_its_room(qtbot, pictures):
    photo = Photo(number=1, rows=1, columns=1, jpeg=b"")
    case = make_case(photos=Photos(pictures=(photo,) * pictures))
    lease = replace(case.lease, site="Yantian International Container Terminals, western gate")

    panel = shown(qtbot, CasePanel(), replace(case, lease=lease))
    drawn = panel.origin.shown()

    assert drawn.startswith("Yantian")
    assert "…" in drawn
    assert drawn.endswith(f" · {local_time(lease.head['time'])}")
    assert panel.origin.fontMetrics().horizontalAdvance(drawn) <= panel.origin.width()
    assert lease.site in panel.origin.text()


@pytest.mark.parametrize(
    ("declaration", "told", "colour"),
    [
        (make_papers(), "Declared: Lot 0 · 100 kg", theme.TEXT),
        (make_papers(goods=3), "Declared: Lot 0 and 2 more · 300 kg", theme.TEXT),
        (make_papers(goods=0), "◇ The declaration has no goods line", theme.WARN),
        (None, "◇ No declaration to compare with", theme.WARN),
    ],
)
def test_what_is_declared_stands_beside_the_number_in_one_line(qtbot, declaration, told, colour):
    panel = shown(qtbot, CasePanel(), make_case(declaration=declaration))

    assert panel.declared.text() == told
    assert panel.declared.isVisible()
    assert panel.declared.palette().windowText().color().name() == colour


def test_a_sum_of_which_a_line_is_silent_is_not_told(qtbot):
    papers = replace(make_papers(goods=0), goods=(make_line(), make_line(gross_kg=None)))

    panel = shown(qtbot, CasePanel(), make_case(declaration=papers))

    assert panel.declared.text() == "Declared: Coffee and 1 more"


def test_of_an_empty_container_no_mass_is_told(qtbot):
    papers = replace(make_papers(goods=0), goods=(make_line(name="Empty", gross_kg=0.0),))

    panel = shown(qtbot, CasePanel(), make_case(declaration=papers))

    assert panel.declared.text() == "Declared: Empty"


@pytest.mark.parametrize("tier", list(Tier))
def test_the_lamp_tells_the_tier_by_sign_and_word(qtbot, tier):
    panel = shown(qtbot, CasePanel(), make_case(context=CaseContext(reading=Reading(tier=tier))))

    others = [
        shown(qtbot, CasePanel(), make_case(context=CaseContext(reading=Reading(tier=one))))
        for one in Tier
        if one is not tier
    ]
    assert panel.lamp.isVisible()
    for other in others:
        assert panel.lamp.text()[0] != other.lamp.text()[0]
        assert panel.lamp.text()[1:] != other.lamp.text()[1:]


@pytest.mark.parametrize(("slot", "said"), [(1, False), (2, True)])
def test_a_second_reading_says_so_and_a_first_one_does_not(qtbot, slot, said):
    reading = Reading(readers=2, slot=slot)

    panel = shown(qtbot, CasePanel(), make_case(context=CaseContext(reading=reading)))

    assert panel.reading.isVisible() is said


def test_a_referral_tells_who_why_and_what(qtbot):
    referral = Referral(officer="wang", reason="second_opinion", note="row 3\nsee below", at=NOW)

    panel = shown(qtbot, CasePanel(), make_case(context=CaseContext(referral=referral)))

    text = panel.referral.text()
    assert "wang" in text
    assert "Second opinion wanted" in text
    assert text.endswith("row 3\nsee below")


def test_a_text_from_outside_never_fills_another_place_of_a_sentence(qtbot):
    referral = Referral(officer="%3 %2", reason="%1", note="%1", at=NOW)

    panel = shown(qtbot, CasePanel(), make_case(context=CaseContext(referral=referral)))

    first, note = panel.referral.text().split("\n")
    assert first.startswith("◆ Referred by %3 %2, 11-23")
    assert first.endswith(": %1")
    assert note == "%1"


@pytest.mark.parametrize(
    ("code", "count", "said"),
    [("VR", 1, "grains in bulk"), ("vl", 1, "liquid in bulk"), ("BG", 1, "1 bag")],
)
def test_goods_in_bulk_are_not_counted(qtbot, code, count, said):
    line = make_line(packages=count, package_kind=code, gross_kg=24_000.0)
    papers = replace(make_papers(goods=0), goods=(line,))

    panel = shown(qtbot, DeclarationPanel(), make_case(declaration=papers))

    assert panel.rows[0].amount.text() == f"{said} · 24,000 kg"


def test_forty_goods_lines_are_counted_and_can_all_be_seen(qtbot):
    panel = shown(qtbot, DeclarationPanel(), make_case(declaration=make_papers(40)))

    few = sum(row.isVisible() for row in panel.rows)
    panel.unfold_goods()

    qtbot.waitUntil(lambda: sum(row.isVisible() for row in panel.rows) == 40, timeout=3000)
    assert few == FEW
    assert panel.rows[39].name.text() == "Lot 39"
    assert "820 packages" in panel.total.text()
    assert "4,000 kg" in panel.total.text()


@pytest.mark.parametrize(("width", "beside"), [(340, False), (700, True)])
def test_wide_papers_take_one_line_for_a_line_of_goods(qtbot, width, beside):
    panel = shown(qtbot, DeclarationPanel(), make_case(declaration=make_papers(2)), width=width)

    assert panel.rows[0].beside.isVisible() is beside
    assert panel.rows[0].amount.isVisible() is not beside


def test_goods_that_do_not_tell_their_mass_are_not_counted_silently(qtbot):
    goods = (*make_papers(3).goods, GoodsLine(hs="0901", name="Unweighed"))

    panel = shown(qtbot, DeclarationPanel(), make_case(declaration=make_papers(goods=0)))
    panel.show_case(make_case(declaration=replace(make_papers(), goods=goods)))

    assert "300 kg" in panel.total.text()
    assert "not tell all of it" in panel.total.text()


def test_what_is_folded_away_is_summed_up_in_its_place(qtbot):
    panel = shown(qtbot, DeclarationPanel(), make_case(declaration=make_papers(40)))

    panel.button.click()

    assert panel.is_folded
    assert "4,000 kg" in panel.summary.text()
    assert panel.summary.isVisible()


@pytest.mark.parametrize(
    ("papers", "said"),
    [
        (None, "No declaration has arrived"),
        (make_papers(goods=0), "no goods line"),
        (make_papers(container="MSKU1234565"), "another container: MSKU1234565"),
    ],
)
def test_what_is_missing_or_wrong_in_the_papers_is_said(qtbot, papers, said):
    panel = shown(qtbot, DeclarationPanel(), make_case(declaration=papers))

    assert any(said in text for text in texts(panel))


def test_what_came_before_tells_conclusion_day_goods_and_site(qtbot):
    every = (
        make_earlier(Relation.CONSIGNEE, Conclusion.RELEASE, days=9),
        make_earlier(Relation.CONTAINER, Conclusion.INSPECT, days=3),
        make_earlier(Relation.SISTER, None, days=1),
    )

    panel = shown(qtbot, HistoryPanel(), make_case(context=CaseContext(earlier=every)))

    said = [(row.said.text(), row.goods.text()) for row in panel.rows]
    assert said[0][0].startswith("not decided yet · 2026-11-22")
    assert said[1][0].startswith("Inspect · 2026-11-20")
    assert said[1][1] == "Tea · shekou"
    assert said[2][1] == "TCLU4265737 · Tea · shekou"


def test_a_case_without_a_past_has_no_empty_frame(qtbot):
    panel = shown(qtbot, HistoryPanel(), make_case())

    assert not panel.isVisible()


def test_a_past_that_is_too_long_is_counted(qtbot):
    every = tuple(
        make_earlier(Relation.CONSIGNEE, Conclusion.RELEASE, days=n) for n in range(1, 60)
    )

    panel = shown(qtbot, HistoryPanel(), make_case(context=CaseContext(earlier=every)))

    assert any("47 older" in text for text in texts(panel))


@pytest.mark.parametrize("nasty", NASTY.values(), ids=list(NASTY))
@pytest.mark.parametrize("width", [300, 560])
@pytest.mark.usefixtures("language")
def test_a_nasty_text_is_shown_as_it_is_and_breaks_nothing(qtbot, nasty, width):
    papers = make_papers(
        consignor=nasty,
        consignee=nasty,
        origin=nasty,
        risk_instruction=nasty,
    )
    line = make_line(name=nasty, name_zh=nasty, package_kind=nasty)
    papers = replace(papers, goods=(line, line))
    context = CaseContext(
        referral=Referral(officer=nasty, reason=nasty, note=nasty, at=NOW),
        earlier=(make_earlier(Relation.SISTER, None, goods=nasty, site=nasty),),
    )
    case = make_case(number=nasty[:20], declaration=papers, context=context)

    for made in (CasePanel(), DeclarationPanel(), HistoryPanel()):
        panel = shown(qtbot, made, case, width=width)
        panel.grab()
        for label in panel.findChildren(QLabel):
            if not label.isVisible():
                continue
            assert label.textFormat() == Qt.TextFormat.PlainText
            assert {"\x00", "\x07", "\u202e", "\u200b"}.isdisjoint(label.text())
            # What the text says must not be formatted in a tip either: Qt guesses there.
            assert "<b>" not in label.toolTip()
            right = label.mapTo(panel, label.rect().topRight()).x()
            assert right <= panel.width()


@pytest.mark.usefixtures("language")
def test_a_name_from_right_to_left_leaves_the_numbers_beside_it_alone(qtbot):
    goods = (make_line(package_kind=RIGHT_TO_LEFT),)

    panel = shown(qtbot, DeclarationPanel(), make_case(declaration=make_papers(goods=0)))
    panel.show_case(make_case(declaration=replace(make_papers(), goods=goods)))

    amount = panel.rows[0].amount.text()
    assert amount == f"12 \u2068{RIGHT_TO_LEFT}\u2069 · 34 kg"


def test_the_whole_of_a_long_name_can_be_had(qtbot):
    name = "<i>" + "N" * 300
    papers = make_papers(goods=0, consignor=name)
    papers = replace(papers, goods=(GoodsLine(hs="0901", name=name),))

    panel = shown(qtbot, DeclarationPanel(), make_case(declaration=papers))
    panel.grab()

    short = panel.rows[0].name
    assert "&lt;i&gt;" + "N" * 300 in short.toolTip()
    assert short.height() <= 2.2 * short.fontMetrics().lineSpacing()
    consignor = next(one for one in panel.findChildren(Elided) if one.text() == name)
    assert "&lt;i&gt;" + "N" * 300 in consignor.toolTip()


def test_a_label_of_few_lines_shows_all_when_it_is_asked_to(qtbot):
    label = FewLines(most=1)
    qtbot.addWidget(label)
    label.say("one two three four five six seven eight nine ten")

    one = label.heightForWidth(60)
    label.set_most(0)

    assert label.heightForWidth(60) > 3 * one


@pytest.mark.skipif(sys.platform == "win32", reason="its clock's place cannot be set")
def test_a_time_that_this_place_does_not_have_is_shown_as_it_came(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        shown = local_time("9999-12-31T23:59:59+00:00")
    finally:
        monkeypatch.undo()
        time.tzset()

    assert shown == "9999-12-31T23:59:59+00:00"
