"""The line at the foot of the window is calm: it warns of what is wrong, and of nothing else."""

import time

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.desk.status_strip import StatusStrip
from ui.link_news import HubNews


@pytest.fixture
def strip(qtbot):
    widget = StatusStrip()
    qtbot.addWidget(widget)
    return widget


def colour_of(label):
    return label.palette().color(label.foregroundRole()).name()


def test_a_lease_that_is_renewed_in_time_is_not_counted_down(strip):
    strip.show_lease(time.monotonic() + 45)

    assert strip.lease.text() == "Lease held"


def test_a_lease_that_runs_out_is_counted_down(strip):
    strip.show_lease(time.monotonic() + 20.5)

    assert strip.lease.text() == "Lease 0:20"
    assert colour_of(strip.lease) == theme.WARN


def test_a_lease_is_counted_down_while_the_hub_is_silent(strip):
    strip.show_lease(time.monotonic() + 45.5)

    strip.show_hub(HubNews(silent_since=time.monotonic(), unsent=0))

    assert strip.lease.text() == "Lease 0:45"


def test_a_note_does_not_look_like_a_warning(strip):
    strip.warn("something went wrong")
    warned = colour_of(strip.note)

    strip.say("all is well")

    assert (warned, colour_of(strip.note)) == (theme.WARN, theme.TEXT)


def test_a_note_follows_the_language(strip):
    language = ["en"]
    strip.say(lambda: f"a note in {language[0]}")

    language[0] = "zh"
    QApplication.sendEvent(strip, QEvent(QEvent.Type.LanguageChange))

    assert strip.note.text() == "a note in zh"


@pytest.mark.parametrize(("warns", "left"), [(False, ""), (True, "in the old language")])
def test_a_sentence_that_cannot_be_said_again_stays_only_if_it_warns(strip, warns, left):
    (strip.warn if warns else strip.say)("in the old language")

    QApplication.sendEvent(strip, QEvent(QEvent.Type.LanguageChange))

    assert strip.note.text() == left
