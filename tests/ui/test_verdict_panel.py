"""What the verdict panel says of an answer: verdict, chance, limits, lot and load."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QLabel

from tests.ui.conftest import make_comparison, make_declaration
from ui import engine_words, theme, words
from ui.desk.verdict_panel import VerdictPanel
from ui.i18n import Language, Translations
from viewer.pixels.material_certainty import MaterialClass
from viewer.pixels.material_reading import MaterialReading
from workstation.domain.comparison import Deviation, LoadFacts, LotFinding, Rectangle, Verdict
from workstation.domain.declaration import GoodsLine

CODES = (
    "uncalibrated",
    "eight_bit",
    "size_unknown",
    "single_energy",
    "upside_down",
    "poor_image",
    "no_container",
    "library_empty",
    "library_outdated",
    "library_partly_outdated",
    "goods_not_learned",
    "goods_not_declared",
    "few_models",
    "calibrated_on_phantoms",
    "unlike_anything_known",
    "engine_failed",
)
WHYS = ("density", "material", "texture", "fill_height", "void", "unlike_models")


@pytest.fixture
def panel(qtbot):
    panel = VerdictPanel()
    qtbot.addWidget(panel)
    panel.show()
    return panel


def show(panel, *, gross_kg=20_000.0, **changes):
    goods = (GoodsLine(hs="220421", name="Wine", gross_kg=gross_kg),)
    case = SimpleNamespace(
        comparison=replace(make_comparison(), **changes),
        declaration=replace(make_declaration(), goods=goods),
        lease=SimpleNamespace(models=(), scan_id="scan-001"),
    )
    panel.show_case(case)


def test_every_code_of_the_engine_has_a_sentence():
    region = Deviation(area=Rectangle(row=0, column=0, height=1, width=1), score=1.0, why=WHYS)

    assert [code for code in CODES if words.why(code) == code] == []
    unspoken = ("fill_height", "void", "unlike_models")  # the others are words themselves
    assert [code for code in unspoken if words.deviation((code,)) == code] == []
    assert [text for text in engine_words.explained(region) if text in WHYS] == []


def test_a_code_of_tomorrow_is_shown_as_it_came():
    region = Deviation(
        area=Rectangle(row=0, column=0, height=1, width=1), score=1.0, why=("smell",)
    )

    assert engine_words.explained(region) == ("smell",)


@pytest.mark.parametrize(
    ("excess", "said"),
    [
        (12.4, "Denser than the load at its height by 12 g/cm²."),
        (-8.0, "Lighter than the load at its height by 8 g/cm²."),
        (0.1, "Its density differs from the load at its height."),
        (None, "Its density differs from the load at its height."),
    ],
)
def test_an_excess_is_told_with_its_direction(excess, said):
    region = Deviation(
        area=Rectangle(row=0, column=0, height=1, width=1),
        score=1.0,
        why=("density",),
        excess_g_cm2=excess,
    )

    assert engine_words.explained(region) == (said,)


def reading(material):
    return MaterialReading(material=material, confidence=0.9)


def test_materials_are_told_where_the_energies_tell_them_apart():
    metal, organic = reading(MaterialClass.METAL), reading(MaterialClass.ORGANIC)
    unsure = reading(MaterialClass.UNSURE)

    assert "as metal; in the declared goods' model, as organic" in engine_words.materials(
        metal, organic
    )
    assert engine_words.materials(metal, None) == "By its two energies it reads as metal."
    assert engine_words.materials(metal, metal) == ""
    assert engine_words.materials(unsure, organic) == ""


def test_the_chance_is_told_as_loads_in_a_hundred(panel):
    show(panel, p_value=0.03, false_alarm_rate=0.05)

    assert "about 3 look as unusual." in panel.chance.text()
    assert "objects wrongly to 5 of 100" in panel.chance.text()


def test_a_chance_below_one_in_a_hundred_is_not_rounded_to_none(panel):
    show(panel, p_value=0.002)

    assert "fewer than 1" in panel.chance.text()


def test_no_gap_stands_between_two_chinese_sentences(panel, qapp):
    translations = Translations(qapp)
    translations.use(Language.CHINESE)
    try:
        show(panel, p_value=0.25)
        said = panel.chance.text()
    finally:
        translations.use(Language.ENGLISH)

    assert "。" in said
    assert " 。" not in said
    assert "。 " not in said


def test_what_the_answer_lacks_stands_apart_from_why_it_is_so(panel):
    show(panel, reasons=("unlike_declared_goods", "single_energy", "eight_bit"))

    assert "One energy only" not in panel.reasons.text()
    assert panel.limits.text().splitlines() == [
        "◇ One energy only: materials were not compared.",
        "◇ 8-bit picture: dense goods were compared coarsely.",
    ]


@pytest.mark.parametrize(
    ("lot", "said", "colour"),
    [
        (LotFinding(sisters=4, odd="scan-001", unlike=True, score=5.0), "▲ Unlike", theme.ALARM),
        (LotFinding(sisters=4, odd="scan-009", unlike=False, score=5.0), "scan-009", theme.TEXT),
        (LotFinding(sisters=4, odd=None, unlike=False, score=0.5), "● Like the other", theme.TEXT),
    ],
)
def test_the_lot_is_told_by_sign_word_and_colour(panel, lot, said, colour):
    show(panel, lot=lot)

    assert said in panel.lot.text()
    assert "(4 compared)" in panel.lot.text()
    assert panel.lot.palette().windowText().color().name() == colour


@pytest.mark.parametrize(
    ("mass_kg", "said", "colour"),
    [
        (20_900.0, "≈ as declared", theme.TEXT),
        (23_500.0, "▲ 3.5 t more than declared (+18%)", theme.WARN),
        (13_000.0, "▼ 7.0 t less than declared (-35%)", theme.ALARM),
    ],
)
def test_a_difference_of_mass_has_a_sign_besides_its_colour(panel, mass_kg, said, colour):
    show(panel, load=LoadFacts(fill="full", fill_fraction=0.9, mass_kg=mass_kg))

    assert panel.load.difference.text().startswith(said)
    assert panel.load.difference.palette().windowText().color().name() == colour
    assert panel.load.mass.text().endswith("declared 20.0 t")


def test_no_difference_is_told_of_a_mass_that_nobody_declared(panel):
    show(panel, gross_kg=None, load=LoadFacts(fill="full", fill_fraction=0.9, mass_kg=9000.0))

    assert panel.load.mass.text() == "Mass: about 9.0 t"
    assert not panel.load.difference.isVisible()


def test_the_profile_is_drawn_as_high_as_the_load_stands(panel):
    show(panel, load=LoadFacts(fill="partial", fill_fraction=0.5, profile=(1.0, 0.0)))

    image = panel.load.outline.grab().toImage()
    middle = image.height() // 2
    full = image.pixelColor(image.width() // 4, middle)
    empty = image.pixelColor(3 * image.width() // 4, middle)
    assert panel.load.outline.isVisible()
    assert full != empty


@pytest.mark.parametrize(
    ("fill", "said"), [("partial", "hardly above the floor"), ("empty", "0 %")]
)
def test_a_flat_load_is_not_told_as_nothing(panel, fill, said):
    show(panel, load=LoadFacts(fill=fill, fill_fraction=0.004, mass_kg=None, period_mm=None))

    assert panel.load.fill.text().endswith(said)


def test_a_load_without_profile_has_no_outline(panel):
    show(panel, load=LoadFacts(fill="full", fill_fraction=0.9, period_mm=1200.0))

    assert not panel.load.outline.isVisible()
    assert panel.load.fill.text() == "Load: Full, 90 %  ·  repeats every 1.20 m"


def test_a_chosen_region_far_down_is_brought_into_the_list(panel):
    region = make_comparison().deviations[0]
    show(panel, deviations=(region,) * 9)

    panel.regions.set_chosen(7)

    numbers = [row._number for row in panel.regions.rows]  # noqa: SLF001 - as painted
    assert numbers == [4, 5, 6, 7, 8]


def test_an_engine_that_keeps_its_opinion_tells_neither_chances_nor_versions(panel):
    show(panel, verdict=Verdict.CANNOT_JUDGE, p_value=None, reasons=("training",))
    quiet = [label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel)]
    quiet_tip = panel.heading.toolTip()
    show(panel)

    assert any("keeps its opinion" in text for text in quiet)
    assert not any("Not calibrated" in text for text in quiet)
    assert quiet_tip == ""
    assert "Version of the engine" in panel.heading.toolTip()


def test_versions_and_the_p_value_stand_in_a_tip_and_nowhere_else(panel):
    show(panel, engine="lite0/4", library="f553478d.16/f2/i16", p_value=0.251)

    told = " ".join(label.text() for label in panel.findChildren(QLabel))
    tip = panel.verdict.toolTip()

    assert not any(figure in told for figure in ("lite0", "f553478d", "p =", "0.251"))
    assert all(figure in tip for figure in ("lite0/4", "f553478d.16/f2/i16", "0.251"))


def test_the_number_beside_a_region_is_explained(panel):
    region = Deviation(area=Rectangle(row=0, column=0, height=1, width=1), score=0.76, why=WHYS)

    show(panel, deviations=(region,))

    (number,) = (label for label in panel.findChildren(QLabel) if label.text() == "0.76")
    assert "How strongly this place differs" in number.toolTip()
