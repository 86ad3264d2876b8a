"""The row of typical models can be read, however narrow it is and however large the letters."""

from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QLabel

from queue_client.answers import ModelRef
from ui.desk.model_strip import ModelStrip
from ui.prepared import PreparedModel
from workstation.domain.comparison import Match, Rectangle

BOX = Rectangle(row=0, column=0, height=10, width=10)


def make_model(number):
    ref = ModelRef(model=f"m{number}", hs="09011100", name="Coffee in sacks", sha256="", size=0)
    match = Match(
        model=ref.model, hs=ref.hs, name=ref.name, score=0.8, scan_area=BOX, model_area=BOX
    )
    return PreparedModel(ref=ref, picture=SimpleNamespace(), match=match)


@pytest.fixture
def strip(qtbot):
    strip = ModelStrip()
    qtbot.addWidget(strip)
    strip.resize(1600, 40)
    strip.show()
    for number in range(5):
        strip.add(make_model(number))
    return strip


def places(strip):
    return [n for n, button in enumerate(strip._buttons) if button.isVisible()]  # noqa: SLF001 - what stands there


def test_all_models_stand_side_by_side_where_there_is_room(strip):
    assert places(strip) == [0, 1, 2, 3, 4]
    assert not strip._behind.isVisible()  # noqa: SLF001 - what stands there


def test_fewer_models_stand_in_a_narrow_row_and_each_can_be_read(qtbot, strip):
    font = strip.font()
    font.setPixelSize(24)
    strip.setFont(font)

    strip.resize(720, 60)

    qtbot.waitUntil(lambda: places(strip) == [0, 1])
    names = [button._name for button in strip._buttons[:2]]  # noqa: SLF001 - what stands there
    qtbot.waitUntil(lambda: all(name.width() > 3 * font.pixelSize() for name in names))
    assert strip._behind.text() == "+3"  # noqa: SLF001 - what stands there


def test_the_chosen_model_is_always_among_them(qtbot, strip):
    strip.resize(420, 40)
    qtbot.waitUntil(lambda: len(places(strip)) < 4)

    strip.step(-1)

    assert strip.model.ref.model == "m4"
    assert 4 in places(strip)


def test_a_model_that_is_expected_is_out_of_sight_until_it_is_added(qtbot):
    strip = ModelStrip()
    qtbot.addWidget(strip)
    strip.resize(1600, 40)
    strip.expect(make_model(1))
    strip.show()
    made = strip._made["m1"]  # noqa: SLF001 - what is not yet in the row
    seen_before = made.isVisible()

    strip.add(make_model(0))
    strip.add(make_model(1))

    buttons = strip._buttons  # noqa: SLF001 - what stands there
    signs = [button._sign.text() for button in buttons]  # noqa: SLF001 - what stands there
    assert (seen_before, buttons[1] is made) == (False, True)
    assert (places(strip), signs) == ([0, 1], ["1", "2"])


def test_that_no_model_matches_is_said_only_of_a_case_that_is_open(qtbot):
    strip = ModelStrip()
    qtbot.addWidget(strip)
    said = []

    said.append([label.text() for label in strip.findChildren(QLabel)])
    strip.clear(awaited=False)
    said.append([label.text() for label in strip.findChildren(QLabel)])

    assert "No typical model matches." not in said[0]
    assert "No typical model matches." in said[1]


def test_a_desk_without_a_case_does_not_say_that_no_model_matches(open_desk):
    page = open_desk().window.desk

    page.show_case(None)

    told = [label.text() for label in page.models.findChildren(QLabel)]
    assert "No typical model matches." not in told
