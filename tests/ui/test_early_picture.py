"""Over a slow line a scan is seen before it is whole, and decided only when it is."""

import pytest

from queue_client.testing import StubHub
from tests.imaging.phantom import make_plane, make_scan, noise
from tests.makers.slow_line import SlowLine
from tests.ui.running_link import PASSWORD, Running, wait_until
from ui.early_picture import EarlyPicture
from ui.link_news import CaseBroken, CaseReady, PictureReady, Skip
from workstation.domain.scan import EnergyBand
from workstation.imaging.package import write_package
from workstation.imaging.package_levels import Reach

REACHES = tuple(
    Reach(longest_px=px, first_bytes=n)
    for px, n in ((400, 100_000), (800, 400_000), (1600, 1_600_000))
)
TOTAL = 30_000_000


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def early(tmp_path, clock):
    return EarlyPicture(tmp_path / "x.part", reaches=lambda _part: REACHES, clock=clock)


def levels_shown(early, clock, bytes_per_s, *, delay_s=0.1):
    shown = []
    done = 0
    while done < TOTAL:
        done = min(done + 262_144, TOTAL)
        clock.now = delay_s + done / bytes_per_s
        longest_px = early.due(done, TOTAL)
        if longest_px is not None:
            shown.append((longest_px, round(clock.now, 1)))
    return shown


@pytest.mark.parametrize(
    ("bytes_per_s", "shown"),
    [
        (125_000, [(400, 2.2)]),  # 1 Mbit/s
        (1_250_000, [(800, 0.5)]),  # 10 Mbit/s
        (12_500_000, [(1600, 0.2)]),  # 100 Mbit/s
        (125_000_000, []),  # the whole scan is here as soon
    ],
)
def test_the_level_shown_is_the_finest_that_comes_within_a_second(early, clock, bytes_per_s, shown):
    assert levels_shown(early, clock, bytes_per_s) == shown


def test_a_part_that_was_here_before_says_nothing_of_the_line(tmp_path, clock):
    part = tmp_path / "x.part"
    part.write_bytes(bytes(300_000))
    early = EarlyPicture(part, reaches=lambda _part: REACHES, clock=clock)
    clock.now = 0.3
    at_first = early.due(350_000, TOTAL)
    clock.now = 0.5

    # 5 kB in 0.2 s, not 355 kB in 0.5 s: the next level will take too long.
    assert (at_first, early.due(355_000, TOTAL)) == (None, 400)


def test_without_coarse_levels_nothing_is_shown_early(tmp_path, clock):
    early = EarlyPicture(tmp_path / "x.part", reaches=lambda _part: (), clock=clock)

    assert levels_shown(early, clock, 1_250_000) == []


@pytest.fixture
def package(tmp_path):
    high = noise(700, 4000)
    path = tmp_path / "made.scan.tif"
    scan = make_scan(
        make_plane(high, EnergyBand.HIGH, energy_mev=9.0),
        make_plane(high // 2, EnergyBand.LOW, energy_mev=6.0),
    )
    write_package(path, scan)
    return path.read_bytes()


class Room:
    """A stub hub behind a slow line, as the link sees it."""

    def __init__(self, stub, line):
        self.hub, self._stub = self, stub
        self.address, self.keys_for = line.address, stub.keys_for


@pytest.fixture
def stub(package):
    with StubHub() as stub:
        stub.add_officer("li", PASSWORD)
        stub.add_case(package)
        yield stub


@pytest.fixture
def running(stub, tmp_path):
    with SlowLine(stub.address, bits_per_s=8e6, round_trip_s=0.02) as line:
        desk = Running(Room(stub, line), tmp_path / "desk", ahead=0, timeout_s=2.0)
        desk.line, desk.folder = line, tmp_path / "desk"
        yield desk
        line.bits_per_s = 1e12
        desk.stop()


def test_a_case_is_shown_while_its_scan_is_on_its_way_and_in_full_when_it_is_here(running):
    (early,) = running.wait_for(CaseReady)
    case_id = early.case.lease.case_id
    running.worker.decoder.line_up([case_id])
    whole = list((running.folder / "scans").glob("*.scan.tif"))
    full_at_first = running.of(PictureReady)

    running.line.bits_per_s = 1e12
    (full,) = running.wait_for(PictureReady)

    assert whole == []
    assert full_at_first == []
    assert early.case.picture.reduced >= 4
    assert early.case.picture.full_shape == (700, 4000)
    assert full.scan.picture.shape == (700, 4000)
    assert len(running.of(CaseReady)) == 1


def test_a_scan_that_turns_out_broken_after_it_was_shown_is_told_as_such(running, stub, package):
    running.wait_for(CaseReady)
    (case,) = stub.cases.values()
    sha256 = next(iter(case.files()))
    stub.swapped[sha256] = package[:-1] + bytes((package[-1] ^ 1,))

    running.line.bits_per_s = 1e12

    (broken,) = running.wait_for(CaseBroken)
    assert broken.fault.code == "PackageDamaged"
    assert len(running.of(CaseReady)) == 1


def test_a_case_given_back_on_the_way_is_forgotten(running):
    (early,) = running.wait_for(CaseReady)
    case_id = early.case.lease.case_id

    running.worker.post(Skip(case_id=case_id, reason="other work", minutes=5))

    running.line.bits_per_s = 1e12
    wait_until(lambda: running.worker.decoder._packages == {})  # noqa: SLF001 - its whole memory
    assert running.of(PictureReady) == []
