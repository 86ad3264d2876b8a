"""Photos beside the scan: small in the papers, large over the scan, and never in its way."""

from dataclasses import replace
from itertools import count

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from queue_client.testing import StubHub
from tests.ui.conftest import BOX, make_comparison, make_declaration
from ui.photo_images import THUMB_PX, photo_image, thumbnail
from workstation.domain.comparison import comparison_to_json
from workstation.domain.decision import Conclusion
from workstation.domain.declaration import declaration_to_json
from workstation.domain.photo import MissingPhoto, Photo, PhotoFault, Photos
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging.package import write_package
from workstation.imaging.photos import encode_photo
from workstation.imaging.scan import Plane, Scan
from workstation.review.arming import Obstacle

LEFT = Qt.MouseButton.LeftButton
BLUE, GREEN, RED = (200, 40, 40), (40, 200, 40), (40, 40, 200)


def photo(number, colour=BLUE, *, rows=900, columns=1600):
    return encode_photo(np.full((rows, columns, 3), colour, np.uint8), number=number)


def add_case(hub: StubHub, folder, photos: Photos, *, declared=True):
    pixels = np.full((120, 280), 62000, np.uint16)
    pixels[BOX.row : BOX.row + BOX.height, BOX.column : BOX.column + BOX.width] = 30000
    plane = Plane(
        view=ViewName.SIDE,
        band=EnergyBand.SINGLE,
        energy_mev=6.0,
        transmission=pixels,
        pitch_mm=(5.0, 5.0),
    )
    path = folder / "photographed.scan.tif"
    write_package(path, Scan(head=ScanHead(), planes=(plane,), format="made", photos=photos))
    return hub.add_case(
        path.read_bytes(),
        head={"container": "CSQU3054383"},
        declaration=declaration_to_json(make_declaration()) if declared else None,
        comparison=comparison_to_json(make_comparison()),
        models=[],
    )


@pytest.fixture
def opened(qtbot, room, open_desk, tmp_path):
    """Return a function that opens a desk with a case that has these photos, and is armed."""

    def open_with(photos, **changes):
        add_case(room.hub, tmp_path, photos, **changes)
        desk = open_desk()
        # Nothing counts as seen before a test lets time pass.
        desk.window.coverage._clock = lambda: 0.0  # noqa: SLF001 - our hand holds time
        controller = desk.window.controller
        qtbot.waitUntil(lambda: controller.obstacle(Conclusion.RELEASE, None) is None, timeout=8000)
        return desk

    return open_with


class Chinese(QTranslator):
    """Knows one sentence."""

    def isEmpty(self):  # noqa: N802 - Qt calls it
        return False

    def translate(self, _context, text, _remark=None, _count=-1):
        return "照片 %1 / %2" if text == "Photo %1 of %2" else None


THREE = Photos(
    pictures=(photo(1, BLUE), photo(2, GREEN), photo(4, RED)),
    missing=(MissingPhoto(number=3, fault=PhotoFault.DAMAGED),),
)


def strip_of(desk):
    return desk.window.desk.declaration_panel.photos


def viewer_of(desk):
    return desk.photos.viewer


def press_q(desk):
    QTest.keyClick(desk.window.desk.panes.scan.view, Qt.Key.Key_Q)


def look(qtbot, desk):
    press_q(desk)
    wait_for_photo(qtbot, desk)


def wait_for_photo(qtbot, desk):
    qtbot.waitUntil(lambda: not viewer_of(desk).canvas.image.isNull(), timeout=5000)


def go(qtbot, desk, key):
    QTest.keyClick(viewer_of(desk), key)
    wait_for_photo(qtbot, desk)
    return viewer_of(desk).photo.number


def colour_of(image):
    seen = image.pixelColor(image.width() // 2, image.height() // 2)
    return tuple(round(part / 40) * 40 for part in (seen.blue(), seen.green(), seen.red()))


def test_a_case_shows_its_photos_small_with_names_that_can_be_read_out(qtbot, opened):
    desk = opened(THREE)
    strip = strip_of(desk)

    qtbot.waitUntil(lambda: not strip.thumbs[2].image.isNull(), timeout=5000)

    assert strip.isVisible()
    assert desk.window.desk.case_panel.photos.text().split()[::2] == ["3", "Q"]
    assert [thumb.accessibleName() for thumb in strip.thumbs] == [
        "Photo 1 of 4",
        "Photo 2 of 4",
        "Photo 4 of 4",
    ]
    assert [colour_of(thumb.image) for thumb in strip.thumbs] == [BLUE, GREEN, RED]
    assert strip.missing.text() == "Photo 3 is missing: it is damaged or cut short"


def test_a_case_without_photos_shows_nothing_of_them(opened):
    desk = opened(Photos())

    press_q(desk)

    assert not strip_of(desk).isVisible()
    assert not viewer_of(desk).isVisible()
    assert not desk.window.desk.case_panel.photos.isVisible()
    assert "photo" not in desk.window.desk.declaration_panel.summary.text()
    assert desk.window.status.note.text() == "No photos came with this case"


def test_photos_are_shown_also_where_there_is_no_declaration(opened):
    desk = opened(THREE, declared=False)

    assert strip_of(desk).isVisible()
    assert len(strip_of(desk).thumbs) == 3


def test_one_key_lays_the_photos_over_the_scan_and_keys_go_through_them(qtbot, opened):
    desk = opened(THREE)
    look(qtbot, desk)
    viewer, panes = viewer_of(desk), desk.window.desk.panes

    first = (viewer.heading.text(), colour_of(viewer.canvas.image))
    numbers = [go(qtbot, desk, key) for key in (
        Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Backspace,
        Qt.Key.Key_Backspace,
    )]  # fmt: skip

    assert first == ("Photo 1 of 4", BLUE)
    assert viewer.accessibleName() == "Photo 1 of 4"
    assert numbers == [2, 4, 4, 2, 1, 1]
    assert viewer.size() == panes.size()
    assert viewer.mapToGlobal(viewer.rect().topLeft()) == panes.mapToGlobal(panes.rect().topLeft())


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Q])
def test_escape_or_the_same_key_leads_back_to_the_scan(qtbot, opened, key):
    desk = opened(THREE)
    look(qtbot, desk)

    QTest.keyClick(viewer_of(desk), key)

    assert not viewer_of(desk).isVisible()
    assert desk.window.desk.panes.scan.view.hasFocus() or desk.window.desk.panes.hasFocus()


def test_while_photos_cover_the_scan_nothing_is_decided_and_nothing_counts_as_seen(
    qtbot, room, opened
):
    desk = opened(THREE)
    controller, coverage = desk.window.controller, desk.window.coverage
    look(qtbot, desk)
    ticks = count(10**6)
    coverage._clock = lambda: next(ticks) / 10  # noqa: SLF001 - our hand lets time pass
    before = coverage.evidence()

    QTest.keyClick(viewer_of(desk), Qt.Key.Key_F9)
    desk.window.desk.panes.scan.one_to_one()
    for _ in range(8):
        coverage.glance()
    covered = controller.obstacle(Conclusion.RELEASE, None)
    after = coverage.evidence()
    desk.window.commands["decision.release"].trigger()  # as a click on its button does

    assert room.decisions() == []
    assert not viewer_of(desk).is_open
    assert covered is Obstacle.SET_ASIDE
    assert after == before
    for _ in range(8):
        coverage.glance()
    assert coverage.evidence() != before
    assert controller.obstacle(Conclusion.RELEASE, None) is None


def test_no_key_reaches_the_desk_while_photos_are_looked_at(qtbot, opened):
    desk = opened(THREE)
    look(qtbot, desk)
    ran = []
    desk.window.commands.ran.connect(ran.append)

    for key in (Qt.Key.Key_I, Qt.Key.Key_F2, Qt.Key.Key_F12, Qt.Key.Key_B, Qt.Key.Key_Tab):
        QTest.keyClick(viewer_of(desk), key)

    assert ran == []
    assert viewer_of(desk).isVisible()


def test_one_to_one_shows_a_pixel_on_a_pixel_and_arrows_move_within_the_edges(qtbot, opened):
    desk = opened(THREE)
    look(qtbot, desk)
    canvas = viewer_of(desk).canvas
    whole = canvas.shown_in()

    QTest.keyClick(viewer_of(desk), Qt.Key.Key_Z)
    near = canvas.shown_in()
    middle = canvas.centre
    QTest.keyClick(viewer_of(desk), Qt.Key.Key_Right)
    moved = canvas.centre
    for _ in range(20):
        QTest.keyClick(viewer_of(desk), Qt.Key.Key_Right)
    edge = canvas.shown_in()

    assert canvas.rect().contains(whole.toRect())
    assert near.width() * canvas.devicePixelRatioF() == pytest.approx(1600)
    assert middle == QPointF(800, 450)
    assert moved.x() > middle.x()
    assert edge.right() == pytest.approx(canvas.width())
    assert viewer_of(desk).photo.number == 1


def test_a_click_on_a_thumbnail_opens_that_photo(qtbot, opened):
    desk = opened(THREE)
    desk.window.desk.decision_bar.note.setFocus()

    QTest.mouseClick(strip_of(desk).thumbs[1], LEFT)
    wait_for_photo(qtbot, desk)
    number = viewer_of(desk).photo.number
    QTest.keyClick(viewer_of(desk), Qt.Key.Key_Escape)

    assert number == 2
    panes = desk.window.desk.panes
    assert panes.hasFocus() or panes.isAncestorOf(QApplication.focusWidget())


def test_photos_close_when_their_case_leaves(qtbot, opened):
    desk = opened(THREE)
    look(qtbot, desk)

    desk.window.desk.show_case(None)

    assert not viewer_of(desk).isVisible()
    assert not strip_of(desk).isVisible()
    assert desk.window.controller.obstacle(Conclusion.RELEASE, None) is None


def test_a_locked_desk_stays_covered_when_photos_close_beneath_the_lock(qtbot, opened):
    desk = opened(THREE)
    look(qtbot, desk)

    desk.window.commands["desk.lock"].trigger()

    assert desk.hours.lock.is_locked
    assert not viewer_of(desk).is_open
    assert desk.window.controller.obstacle(Conclusion.RELEASE, None) is Obstacle.SET_ASIDE


def test_going_on_to_the_note_closes_the_photos_and_leaves_the_keys_there(qtbot, opened):
    desk = opened(THREE)
    look(qtbot, desk)
    note = desk.window.desk.decision_bar.note

    note.setFocus(Qt.FocusReason.MouseFocusReason)

    assert note.hasFocus()
    assert not viewer_of(desk).is_open


def test_photos_stay_while_another_window_has_the_keys_and_close_when_the_desk_locks(qtbot, opened):
    desk = opened(THREE)
    look(qtbot, desk)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not desk.window.isActiveWindow(), timeout=3000)
    stayed = viewer_of(desk).is_open

    desk.window.commands["desk.lock"].trigger()

    assert stayed
    assert not viewer_of(desk).is_open


def test_signing_out_over_photos_leaves_no_cover_behind(qtbot, opened):
    desk = opened(THREE)
    look(qtbot, desk)

    desk.window.pages.setCurrentWidget(desk.window.sign_in_page)

    assert not viewer_of(desk).is_open
    assert desk.window.controller.obstacle(Conclusion.RELEASE, None) is not Obstacle.SET_ASIDE


def test_photos_speak_the_language_of_the_moment(qtbot, opened, qapp):
    desk = opened(THREE)
    look(qtbot, desk)
    chinese = Chinese(qapp)

    qapp.installTranslator(chinese)
    qapp.processEvents()
    told = (viewer_of(desk).heading.text(), strip_of(desk).thumbs[1].accessibleName())
    qapp.removeTranslator(chinese)
    qapp.processEvents()

    assert told == ("照片 1 / 4", "照片 2 / 4")
    assert viewer_of(desk).heading.text() == "Photo 1 of 4"


def test_a_photo_that_is_damaged_inside_is_said_to_be(qtbot, opened):
    good = photo(1)
    at = good.jpeg.index(b"\xff\xda")
    bad = replace(good, jpeg=good.jpeg[: at + 2] + b"\0\x02" + b"\xff\xd9", number=1)
    desk = opened(Photos(pictures=(bad,)))

    press_q(desk)
    qtbot.waitUntil(lambda: viewer_of(desk).trouble.text() != "", timeout=5000)

    assert viewer_of(desk).trouble.text() == "It is damaged"


@pytest.mark.parametrize(("rows", "columns"), [(1536, 2048), (400, 300), (60, 2048)])
def test_a_thumbnail_is_decoded_small_and_a_photo_whole(rows, columns):
    made = photo(1, RED, rows=rows, columns=columns)

    small, whole = thumbnail(made), photo_image(made)

    assert (whole.height(), whole.width()) == (rows, columns)
    assert min(THUMB_PX, max(rows, columns)) <= max(small.width(), small.height()) < 2 * THUMB_PX
    assert colour_of(small) == colour_of(whole) == RED


def test_what_is_no_picture_decodes_to_nothing():
    assert photo_image(Photo(number=1, rows=4, columns=4, jpeg=b"\xff\xd8\xff no")).isNull()


def test_the_settings_open_from_the_photos(qtbot, opened):
    desk = opened(THREE)
    look(qtbot, desk)

    QTest.keyClick(viewer_of(desk), Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)

    assert not viewer_of(desk).is_open
    assert desk.keys.settings is not None
    assert desk.keys.settings.isVisible()
    desk.keys.settings.close()
