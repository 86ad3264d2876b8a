"""Every text of the window is in Chinese, and what ships is what was translated."""

import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.house import translations


@pytest.mark.parametrize("ts", translations.FILES, ids=lambda ts: ts.name)
def test_reading_the_sources_anew_finds_no_new_text(ts, tmp_path):
    copy = Path(shutil.copy(ts, tmp_path / ts.name))

    translations.read_texts(copy)

    assert copy.read_text(encoding="utf-8") == ts.read_text(encoding="utf-8")


@pytest.mark.parametrize("ts", translations.FILES, ids=lambda ts: ts.name)
def test_no_text_is_unfinished(ts):
    assert translations.unfinished(ts) == 0


@pytest.mark.parametrize("ts", translations.FILES, ids=lambda ts: ts.name)
def test_the_built_file_is_the_one_that_ships(ts, tmp_path):
    built = tmp_path / "built.qm"

    translations.build(ts, built)

    assert built.read_bytes() == ts.with_suffix(".qm").read_bytes()


def test_every_place_in_a_text_is_in_its_translation_too():
    messages = ET.parse(translations.CHINESE).getroot().iter("message")  # noqa: S314 - our own file
    lost = []
    for message in messages:
        source = message.findtext("source") or ""
        element = message.find("translation")
        text = "" if element is None else "".join(element.itertext())
        if sorted(_places(source)) != sorted(_places(text)):
            lost.append(source)

    assert lost == []


def _places(text: str) -> list[str]:
    return re.findall(r"%\d|%n|\{\}", text)
