"""Full pictures are kept in the order of looking, within a budget, and let go at once."""

import threading
import weakref
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from queue_client.answers import LeasedCase, ModelRef
from ui.decoded import DecodedScan, DecodedShelf
from ui.decoding import Decoder
from ui.desk.controller import DeskController, Hands
from ui.link_news import CaseReady, ModelReady, PictureReady
from ui.prepared import Preparer
from viewer.panes.compare_pane import ComparePane
from viewer.picture import Picture
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging.package_levels import CoarseScan
from workstation.imaging.scan import Plane, Scan

ROWS, COLUMNS = 256, 4096
PLANE_BYTES = ROWS * COLUMNS * 2
FULL_BYTES = PLANE_BYTES * 4 // 3
"""One plane and its pyramid."""


def tiny():
    picture = Picture(high=np.zeros((1, 1), np.uint16))
    return DecodedScan(picture=picture, container=None)


def shelf_of(line, *, budget, size=10):
    shelf = DecodedShelf(budget)
    for case_id in line:
        shelf.expect(case_id, size)
    shelf.line_up(line)
    return shelf


def fill(shelf):
    """Decode all that is wanted, in that order."""
    order = []
    while (case_id := shelf.wanted()) is not None:
        assert shelf.put(case_id, tiny())
        order.append(case_id)
    return order


def test_the_open_case_comes_first_and_the_next_ones_while_they_fit():
    assert fill(shelf_of("abcde", budget=25)) == ["a", "b", "c"]


def test_the_open_case_has_its_picture_whatever_the_budget():
    assert fill(shelf_of("abc", budget=0)) == ["a"]


def test_the_next_case_is_not_crowded_out_by_a_smaller_later_one():
    shelf = shelf_of("abc", budget=15)
    shelf.expect("b", 20)
    shelf.expect("c", 5)

    assert fill(shelf) == ["a"]


def test_a_picture_is_let_go_when_its_case_leaves_the_line():
    shelf = shelf_of("ab", budget=100)
    fill(shelf)

    shelf.line_up("b")

    assert shelf.get("a") is None
    assert shelf.get("b") is not None


def test_a_case_that_is_small_or_not_known_yet_is_not_decoded_again():
    shelf = DecodedShelf(100)
    shelf.line_up("ab")
    shelf.expect("b", 10)

    assert fill(shelf) == ["b"]


def test_a_picture_that_comes_too_late_is_not_kept():
    shelf = shelf_of("ab", budget=100)
    shelf.line_up("b")

    assert not shelf.put("a", tiny())
    assert shelf.get("a") is None


def test_a_case_that_comes_back_takes_the_room_of_the_last_in_line():
    shelf = shelf_of("bcd", budget=20)
    fill(shelf)
    shelf.expect("a", 10)

    shelf.line_up("abcd")

    assert [case for case in "abcd" if shelf.get(case)] == ["b", "c"]
    assert fill(shelf) == ["a"]


lines = st.lists(st.sampled_from("abcdefgh"), unique=True)
steps = st.one_of(
    st.tuples(st.just("line"), lines),
    st.tuples(st.just("expect"), st.sampled_from("abcdefgh"), st.integers(1, 40)),
    st.tuples(st.just("forget"), st.sampled_from("abcdefgh")),
    st.tuples(st.just("put"), st.sampled_from("abcdefgh")),
)


@given(budget=st.integers(0, 60), acts=st.lists(steps, max_size=30))
def test_pictures_ahead_never_exceed_the_budget_in_any_order_of_events(budget, acts):
    shelf, line, sizes = DecodedShelf(budget), [], {}
    for act in acts:
        match act:
            case ("line", order):
                line = order
                shelf.line_up(order)
            case ("expect", case_id, size):
                sizes[case_id] = size
                shelf.expect(case_id, size)
            case ("forget", case_id):
                sizes.pop(case_id, None)
                shelf.forget(case_id)
            case ("put", case_id):
                shelf.put(case_id, tiny())

        kept = [case_id for case_id in "abcdefgh" if shelf.get(case_id)]
        assert set(kept) <= set(line) & set(sizes)
        assert sum(sizes[case_id] for case_id in kept if case_id != line[0]) <= budget


class Packages:
    """Packages whose pixels are drawn when they are read, and watched while they live."""

    def __init__(self):
        self.read_order = []
        self.gate = threading.Event()
        self.gate.set()
        self.alive = weakref.WeakValueDictionary()

    def whole(self, path):
        self.read_order.append(path.name)
        assert self.gate.wait(10)
        pixels = np.full((ROWS, COLUMNS), 30000, np.uint16)
        self.alive[len(self.read_order)] = pixels
        return scan_of(pixels)

    def coarse(self, path):
        if path.name.startswith("model"):
            return None
        pixels = np.full((ROWS // 4, COLUMNS // 4), 30000, np.uint16)
        return CoarseScan(scan=scan_of(pixels), reduced=4, full_shape=(ROWS, COLUMNS))

    def alive_bytes(self):
        """Count without collecting garbage: what is let go is gone at once, cycles would stay."""
        return sum(pixels.nbytes for pixels in list(self.alive.values()))


def scan_of(pixels):
    plane = Plane(view=ViewName.SIDE, band=EnergyBand.SINGLE, energy_mev=6.0, transmission=pixels)
    return Scan(head=ScanHead(), planes=(plane,), format="made")


def lease_of(case_id):
    return LeasedCase(
        case_id=case_id,
        site="s",
        token=1,
        ttl_s=60.0,
        scan_id=case_id,
        sha256=case_id,
        size=1,
        head={},
        declaration=None,
        comparison=None,
        models=(),
    )


def model_ref(name):
    return ModelRef(model=name, hs="2204", name=name, sha256=name, size=1)


class StandInLink(QObject):
    """The link without a hub: cases come when a test says so."""

    news = Signal(object)

    def __init__(self, packages, *, prefetch_bytes):
        super().__init__()
        self.told, self.failed = [], []
        preparer = Preparer(packages.whole, lambda _scan: None, read_coarse=packages.coarse)
        self.decoder = Decoder(preparer, self._tell, self._fail, prefetch_bytes=prefetch_bytes)
        self.line_up, self.decoded = self.decoder.line_up, self.decoder.decoded

    def add(self, case_id):
        self.decoder.add_case(lease_of(case_id), Path(case_id), ())

    def skip(self, case_id, _reason, _minutes):
        self.decoder.drop(case_id)

    def _tell(self, news):
        kind = news.case.lease.case_id if isinstance(news, CaseReady) else news.case_id
        self.told.append((type(news), kind))
        self.news.emit(news)

    def _fail(self, case_id, error):
        self.failed.append((case_id, error))


@pytest.fixture
def packages():
    packages = Packages()
    yield packages
    packages.gate.set()


@pytest.fixture
def make_link(qapp, packages):
    links = []

    def make(*, prefetch_bytes=0):
        links.append(StandInLink(packages, prefetch_bytes=prefetch_bytes))
        return links[-1]

    yield make
    packages.gate.set()
    for link in links:
        link.decoder.stop()
    qapp.processEvents()


def wait_told(qtbot, link, kind, case_id):
    qtbot.waitUntil(lambda: (kind, case_id) in link.told, timeout=8000)


def test_the_first_picture_does_not_wait_for_a_full_one(qtbot, make_link, packages):
    link = make_link()
    packages.gate.clear()
    link.add("a")
    wait_told(qtbot, link, CaseReady, "a")
    link.line_up(["a"])
    qtbot.waitUntil(lambda: packages.read_order == ["a"])

    link.add("b")

    wait_told(qtbot, link, CaseReady, "b")
    assert (PictureReady, "a") not in link.told


def test_what_is_on_the_screen_is_decoded_first_then_models_then_what_is_next(
    qtbot, make_link, packages
):
    link = make_link(prefetch_bytes=9 * FULL_BYTES)
    for case_id in "abc":
        link.add(case_id)
        wait_told(qtbot, link, CaseReady, case_id)
    packages.gate.clear()
    link.line_up("c")
    qtbot.waitUntil(lambda: packages.read_order == ["c"])
    link.decoder.add_model(lease_of("a"), model_ref("model"), Path("model"))

    link.line_up("abc")
    packages.gate.set()

    wait_told(qtbot, link, PictureReady, "b")
    assert (ModelReady, "a") in link.told
    assert packages.read_order == ["c", "a", "model", "b"]


def test_a_dropped_case_is_not_told_of(qtbot, make_link, packages):
    link = make_link()
    link.add("a")
    wait_told(qtbot, link, CaseReady, "a")
    packages.gate.clear()
    link.line_up("a")
    qtbot.waitUntil(lambda: packages.read_order == ["a"])
    link.decoder.drop("a")
    link.add("b")
    wait_told(qtbot, link, CaseReady, "b")
    link.line_up("b")

    packages.gate.set()

    wait_told(qtbot, link, PictureReady, "b")
    assert (PictureReady, "a") not in link.told
    assert link.decoded("a") is None


class StandInWriter:
    """Keeps nothing."""

    def keep_marks(self, *_, officer):
        pass


@pytest.mark.parametrize("ahead", [0, 1, 2])
def test_thirty_cases_one_after_another_take_the_memory_of_the_few_that_are_due(
    qtbot, make_link, packages, ahead
):
    link = make_link(prefetch_bytes=ahead * FULL_BYTES)
    panes = ComparePane()
    qtbot.addWidget(panes)
    panes.resize(600, 400)
    panes.show()
    controller = DeskController(
        link,
        StandInWriter(),
        hands=lambda: Hands(typing=False, window_active=True),
        evidence=dict,
        parent=panes,
    )
    controller.case_opened.connect(lambda case: panes.show_scan(case.picture))
    controller.case_closed.connect(panes.clear)
    controller.picture_arrived.connect(lambda scan: panes.replace_scan(scan.picture))
    names = [f"case-{number}" for number in range(30)]
    for name in names[:4]:
        link.add(name)
        wait_told(qtbot, link, CaseReady, name)
    most = 0

    for number, name in enumerate(names):
        due = names[number : min(number + 1 + ahead, 30)]
        qtbot.waitUntil(lambda due=due: is_decoded(link, panes, due), timeout=8000)
        most = max(most, packages.alive_bytes())
        assert controller.case.lease.case_id == name
        if number + 4 < len(names):
            link.add(names[number + 4])
            wait_told(qtbot, link, CaseReady, names[number + 4])
        controller.skip()
        QApplication.processEvents()

    assert most == (1 + ahead) * PLANE_BYTES
    assert packages.read_order == names
    qtbot.waitUntil(lambda: packages.alive_bytes() == 0, timeout=2000)
    assert link.failed == []


def is_decoded(link, panes, due):
    picture = panes.scan.picture
    shown = picture is not None and picture.label == due[0] and picture.reduced == 1
    return shown and all(link.decoded(name) is not None for name in due)
