"""``reviewroom demo`` with its window: a desk for whoever tries it, who was given no password."""

from contextlib import contextmanager
from types import SimpleNamespace

from click.testing import CliRunner

from workstation.assembly.demo.prepare import DemoRoom
from workstation.cli import demo

OPENS_WITH = "said at the terminal"


def test_a_demo_does_not_lock_by_itself_and_says_what_opens_it(tmp_path, monkeypatch):
    opened = []

    @contextmanager
    def running(_room):
        yield SimpleNamespace(address=None, keys=None)

    monkeypatch.setattr("ui.entrance.run_desk", opened.append)
    monkeypatch.setattr("ui.entrance.require_display", lambda: None)
    monkeypatch.setattr(
        demo,
        "prepare",
        lambda plan, _progress: DemoRoom(plan=plan, endpoint="", password=OPENS_WITH),
    )
    monkeypatch.setattr(demo, "opened", running)
    monkeypatch.setattr(demo, "stages_of", lambda _running: {})
    monkeypatch.setattr(demo, "count", _whole)

    done = CliRunner().invoke(demo.demo_command, ["--data", str(tmp_path)])

    (settings,) = opened
    assert done.exit_code == 0, done.output
    assert settings.lock_after_min == 0
    assert OPENS_WITH in done.stderr
    assert settings.password == OPENS_WITH


def _whole(*_of, **_how):
    return SimpleNamespace(
        scans=0,
        sites=0,
        decided=0,
        released=0,
        inspected=0,
        announced=0,
        lost=0,
        duplicated=0,
        audit_verified=True,
        seconds=0.0,
    )
