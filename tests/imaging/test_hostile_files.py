"""What an attacker writes by hand does no harm: no crash, no hang, little memory, no secret."""

import os

import pytest

from tests.imaging.hostile_files import CORPUS
from workstation.domain.errors import ScanUnreadable
from workstation.imaging.sandbox.box import Box, BoxSettings, DecoderDied, DecoderSlow
from workstation.imaging.sandbox.documents import unpack_scan
from workstation.imaging.sandbox.task import Task

#: These hold a small picture beside their poison, and the picture may be shown.
HARMLESS = {
    "an LZW bomb",
    "directories in themselves",
    "levels in themselves",
    "a bomb of words",
    "empty parts",
    "twenty thousand elements",
}
MOST_MIB = 400


@pytest.fixture(scope="module")
def box():
    made = Box(BoxSettings(timeout_s=30.0))
    yield made
    made.close()


@pytest.mark.skipif(os.name == "nt", reason="pipes and devices of another system")
@pytest.mark.parametrize("name", list(CORPUS))
def test_a_file_made_to_do_harm_does_none(box, tmp_path, name):
    folder = tmp_path / "in"
    folder.mkdir()
    path = CORPUS[name](folder)
    before = sorted(tmp_path.rglob("*"))

    told = None
    try:
        answer = box.ask(Task.FILES, [path])
        rows = unpack_scan(answer.document, answer.memory, path.name).planes[0].transmission.shape
    except ScanUnreadable as error:
        told = error

    assert not isinstance(told, DecoderDied | DecoderSlow)
    if told is None:
        assert name in HARMLESS
        assert rows[0] == 64
    else:
        assert name not in HARMLESS
        assert "cannot cope" not in told.reason
    assert box.memory_mb() < MOST_MIB
    assert sorted(tmp_path.rglob("*")) == before
