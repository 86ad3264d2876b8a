"""The entrance: the window opens, closes, and keeps its folder to itself."""

import os
import signal
import sys
import zipfile
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.desk_settings import DeskSettings
from ui.entrance import Entrance, run_desk
from ui.errors import DeskAlreadyOpen
from ui.sign_in import SignInPage


@pytest.fixture
def settings(room, tmp_path):
    return DeskSettings(
        address=room.hub.address,
        keys=room.hub.keys_for("desk-1"),
        desk="desk-1",
        cache=tmp_path / "cache",
        language="en",
    )


@pytest.mark.usefixtures("qapp")
def test_the_window_opens_asks_who_is_there_and_closes_cleanly(settings):
    seen = []

    def started(desk):
        seen.append(desk.window.windowTitle())
        seen.append(desk.window.pages.currentWidget() is desk.window.sign_in_page)
        desk.window.close()

    code = run_desk(settings, on_started=started)

    assert code == 0
    assert seen == ["Review Room", True]


@pytest.mark.usefixtures("qapp")
def test_an_error_nobody_expected_is_said_calmly_and_the_window_stays(settings):
    said = []

    def started(desk):
        try:
            raise RuntimeError("a bug")  # noqa: TRY301 - stands for any bug of ours
        except RuntimeError as error:
            sys.excepthook(type(error), error, error.__traceback__)
        said.append(desk.window.status.note.text())
        desk.window.close()

    before = sys.excepthook

    run_desk(settings, on_started=started)

    assert "RuntimeError" in said[0]
    assert sys.excepthook is before


@pytest.mark.usefixtures("qapp")
def test_after_an_error_the_officer_is_told_where_the_report_lies(settings, tmp_path):
    said = []

    def started(desk):
        desk.window.commands["look.panel"].trigger()
        try:
            raise RuntimeError("a bug")  # noqa: TRY301 - stands for any bug of ours
        except RuntimeError as error:
            sys.excepthook(type(error), error, error.__traceback__)
        look(desk, 200)

    def look(desk, times):
        note = desk.window.banner.text.text()
        if ".zip" in note or times == 0:
            said.append(note)
            desk.window.close()
        else:
            QTimer.singleShot(10, desk.window, lambda: look(desk, times - 1))

    run_desk(settings, on_started=started)

    (path,) = (tmp_path / "cache" / "crash").glob("*.zip")
    assert str(path) in said[0]
    with zipfile.ZipFile(path) as bundle:
        notes = bundle.read("notes.jsonl").decode()
    assert "look.panel" in notes


@pytest.mark.usefixtures("qapp")
def test_a_second_window_in_the_same_folder_is_refused(settings):
    told = []

    def started(desk):
        with pytest.raises(DeskAlreadyOpen) as caught:
            run_desk(settings)
        told.append(caught.value.sentence())
        desk.window.close()

    run_desk(settings, on_started=started)

    assert "Close the other window" in told[0]


@pytest.mark.usefixtures("qapp")
def test_the_officer_of_the_settings_stands_in_the_log_in_and_only_the_password_is_typed(settings):
    settings = replace(settings, officer="li")
    seen = []

    def first_frame():
        (entrance,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, Entrance)]
        page = entrance.findChild(SignInPage)
        seen.append((page.officer.text(), entrance.focusWidget() is page.password))

    def started(desk):
        page = desk.window.sign_in_page
        seen.append((page.officer.text(), desk.window.focusWidget() is page.password))
        desk.window.close()

    run_desk(settings, on_started=started, on_first_frame=first_frame)

    assert seen == [("li", True), ("li", True)]


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal comes from outside there")
@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_desk_that_the_system_ends_stops_in_order_and_reports_no_crash(settings, number):
    asked = getattr(signal, number)
    before = signal.getsignal(asked)

    code = run_desk(settings, on_started=lambda _desk: os.kill(os.getpid(), asked))
    again = run_desk(settings, on_started=lambda desk: desk.window.close())

    assert (code, again) == (0, 0)
    assert signal.getsignal(asked) is before
    assert list((settings.cache / "crash").glob("*.zip")) == []


def test_a_log_in_without_an_officer_asks_for_one_instead_of_keeping_silent(qtbot):
    page = SignInPage("desk-1")
    qtbot.addWidget(page)
    page.show()
    asked = []
    page.wanted.connect(lambda *who: asked.append(who))
    page.password.setFocus()
    page.password.setText("a long password")

    QTest.keyClick(page.password, Qt.Key.Key_Return)

    assert page.focusWidget() is page.officer
    assert page.password.text() == "a long password"
    assert asked == []


@pytest.mark.usefixtures("qapp")
def test_what_was_typed_before_the_desk_was_there_is_kept_and_sent(settings):
    seen = []
    typed = []

    def first_frame():
        (entrance,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, Entrance)]
        page = entrance.findChild(SignInPage)
        page.officer.setText("li")
        page.password.setText("a long password")
        QTest.keyClick(page.password, Qt.Key.Key_Return)
        typed.append(page)

    def started(desk):
        def look():
            if desk.window.controller.session is None:
                QTimer.singleShot(20, desk.window, look)
                return
            seen.append(desk.window.sign_in_page is typed[0])
            seen.append(desk.window.controller.session.officer)
            desk.window.close()

        look()

    run_desk(settings, on_started=started, on_first_frame=first_frame)

    assert seen == [True, "li"]


@pytest.mark.usefixtures("qapp")
def test_a_package_that_cannot_be_loaded_ahead_does_not_leave_the_officer_at_the_door(
    settings, monkeypatch
):
    monkeypatch.setattr("ui.entrance._BESIDE", ("no_such_package_anywhere",))
    opened = []

    def started(desk):
        opened.append(desk.window.isVisible())
        desk.window.close()

    run_desk(settings, on_started=started)

    assert opened == [True]
