from tests.benchmarks.fuzz_formats import fuzz
from tests.benchmarks.fuzz_parsers import loop
from tests.benchmarks.fuzz_seeds import seeds, without_seed


def test_spoilt_files_of_every_format_crash_nothing_and_write_nothing():
    known = seeds()

    tally = fuzz(160, seed=7, known=known)

    assert (tally.crashes, tally.hangs, tally.strays) == (0, 0, 0), tally.shown
    assert tally.read > 20
    assert tally.refused > 20
    assert {"package", "tiff", "png", "jpeg"} <= set(tally.by_reader)


def test_spoilt_bytes_crash_no_parser():
    figures = loop(800, seed=7)

    assert (figures["crashes"], figures["hangs"], figures["strays"]) == (0, 0, 0)


def test_the_formats_made_here_have_seeds():
    assert not {"package", "tiff", "png", "jpeg"} & set(without_seed(seeds()))
