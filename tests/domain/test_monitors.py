"""Which monitor is which, whether it shows as it did, and when its check is too old."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from workstation.domain.monitors import CHECK_HOLDS_DAYS, Monitor, MonitorCheck, words_of

EIZO = Monitor(
    maker="EIZO",
    model="RX350",
    serial="21409",
    port="DP-1",
    size_mm=(324.0, 432.0),
    size_px=(1536, 2048),
    pixel_ratio=1.0,
)
CHECK = MonitorCheck(on=date(2026, 5, 1), by="chen")


def test_a_monitor_is_known_by_its_serial_number_and_without_one_by_its_plug():
    nameless = replace(EIZO, serial="")

    assert replace(EIZO, port="DP-2").unit == EIZO.unit
    assert replace(nameless, port="DP-2").unit != nameless.unit


def test_at_another_plug_even_the_same_monitor_does_not_show_as_it_did():
    assert EIZO.shows_as(replace(EIZO))
    assert not replace(EIZO, port="DP-2").shows_as(EIZO)
    assert replace(EIZO, size_px=(768, 1024)).is_at_place_of(EIZO)


@pytest.mark.parametrize(
    "change",
    [{"serial": "21410"}, {"size_px": (768, 1024)}, {"pixel_ratio": 2.0}, {"size_mm": (1.0, 1.0)}],
)
def test_another_monitor_or_another_setting_does_not_show_as_it_did(change):
    assert not replace(EIZO, **change).shows_as(EIZO)


def test_a_check_grows_old_after_a_year():
    assert not CHECK.is_old(CHECK.on + timedelta(days=CHECK_HOLDS_DAYS))
    assert CHECK.is_old(CHECK.on + timedelta(days=CHECK_HOLDS_DAYS + 1))


def test_a_recorded_monitor_is_told_in_figures():
    assert words_of(EIZO.to_json(CHECK)) == (
        "EIZO RX350 [21409]",
        "324 * 432 mm · 1536 * 2048 px · *1".replace("*", "\N{MULTIPLICATION SIGN}"),
        "2026-05-01 (chen)",
    )


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, ("", "", "")),
        ({"port": "DP-1", "size_mm": "wide", "check": 7}, ("DP-1", "", "")),
        ({"maker": None, "size_px": [1, True], "pixel_ratio": "2"}, ("", "", "")),
        ({"size_mm": [10**400, 1], "pixel_ratio": -1}, ("", "", "")),
    ],
)
def test_whatever_a_desk_recorded_is_told_without_a_fault(told, words):
    assert words_of(told) == words
