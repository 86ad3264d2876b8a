from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.scan import EnergyBand
from workstation.imaging.description import is_scan_id
from workstation.imaging.names import band_of, common_id, energy_mev, pair_files, scan_id_of

HIGH, LOW = Path("d/r60_1_6MeV_high_u16.tif"), Path("d/r60_1_4MeV_low_u16.tif")


@pytest.mark.parametrize(
    ("stem", "energy"),
    [("r60_1_6MeV_high", 6.0), ("a-4.5mev", 4.5), ("9 MeV", 9.0), ("0MeV", None), ("MeV", None)],
)
def test_a_name_tells_its_energy(stem, energy):
    assert energy_mev(stem) == energy


@pytest.mark.parametrize(
    ("stem", "band"),
    [
        ("x_high", EnergyBand.HIGH),
        ("x-LOW-2", EnergyBand.LOW),
        ("高能图像", EnergyBand.HIGH),
        ("低能", EnergyBand.LOW),
        ("highway", None),
        ("high_low", None),
    ],
)
def test_a_name_tells_its_band_only_in_whole_words(stem, band):
    assert band_of(stem) is band


def test_siblings_become_high_and_low_whatever_their_order():
    alone = Path("d/other.jpg")

    assert pair_files([LOW, alone, HIGH]) == [(HIGH, LOW), (alone,)]


def test_energies_alone_are_enough_to_pair():
    assert pair_files([Path("a_4MeV.tif"), Path("a_9MeV.tif")]) == [
        (Path("a_9MeV.tif"), Path("a_4MeV.tif"))
    ]


@pytest.mark.parametrize(
    "others",
    [
        [Path("e/r60_1_4MeV_low_u16.tif")],
        [Path("d/r60_2_4MeV_low_u16.tif")],
        [Path("d/r60_1_4MeV_low_u16.png")],
        [LOW, Path("d/r60_1_low_u16.tif")],
    ],
)
def test_files_that_differ_in_more_than_energy_stay_alone(others):
    assert pair_files([HIGH, *others]) == [(path,) for path in (HIGH, *others)]


def test_a_pair_has_one_id():
    assert common_id(HIGH) == "r60_1_u16"


@given(st.text(min_size=1, max_size=90).filter(lambda text: "/" not in text and "\0" not in text))
def test_every_file_name_gives_a_lawful_scan_id(name):
    assert is_scan_id(scan_id_of(Path("folder") / ("x" + name)))
    assert is_scan_id(scan_id_of(Path("folder") / name))
