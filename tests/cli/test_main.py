"""The program's front: help without imports, one sentence for whatever goes wrong."""

import contextlib
import errno
import gc
import subprocess
import sys
from types import SimpleNamespace

import click
import pytest
import zmq

from queue_client.errors import HubSilent
from workstation.cli import main as front
from workstation.cli.sentences import in_words
from workstation.domain.errors import ScanUnreadable, SettingsInvalid, StorageUnavailable


def run(monkeypatch, capsys, error, *, debug=False):
    """Run a door that raises an error; return exit code and what was said."""

    @click.command()
    def door():
        if error is not None:
            raise error

    monkeypatch.setattr(front.LazyGroup, "get_command", lambda _self, _ctx, _name: door)
    monkeypatch.setenv("REVIEWROOM_DEBUG", "1" if debug else "0")
    with pytest.raises(SystemExit) as left:
        front.main(["inspect"])
    return left.value.code, capsys.readouterr()


def test_help_imports_no_door_and_no_heavy_library():
    code = (
        "import sys\nfrom workstation.cli.main import main\n"
        "try:\n    main(['-h'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'cv2', 'zmq', 'sqlalchemy', 'PySide6', 'workstation.cli.hub'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )

    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert "HEAVY []" in done.stdout
    assert all(name in done.stdout for name in front.DOORS)


@pytest.mark.parametrize("broken", [False, True])
def test_no_garbage_is_looked_for_while_a_door_is_brought_in_and_it_is_afterwards(
    monkeypatch, broken
):
    looked = []

    def bring_in(_name: str) -> object:
        looked.append(gc.isenabled())
        if broken:
            raise ImportError
        return SimpleNamespace(inspect_command=click.Command("inspect"))

    monkeypatch.setattr(front, "import_module", bring_in)
    context = click.Context(front.program)

    with contextlib.suppress(ImportError):
        front.LazyGroup().get_command(context, "inspect")

    assert looked == [False]
    assert gc.isenabled()


@pytest.mark.parametrize("name", sorted(front.DOORS))
def test_every_door_opens_and_has_help(name, capsys):
    with pytest.raises(SystemExit) as left:
        front.main([name, "--help"])

    assert left.value.code == 0
    assert capsys.readouterr().out.startswith(f"Usage: reviewroom {name}")


def test_done_ends_with_0(monkeypatch, capsys):
    code, said = run(monkeypatch, capsys, None)

    assert (code, said.err) == (0, "")


def test_wrong_usage_ends_with_2(capsys):
    with pytest.raises(SystemExit) as left:
        front.main(["no-such-door"])

    assert left.value.code == 2
    assert "No such command" in capsys.readouterr().err


def unwritable(number: int) -> StorageUnavailable:
    error = StorageUnavailable("out.scan.tif", "the disk said no")
    error.__cause__ = OSError(number, "as errno says")
    return error


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            ScanUnreadable("a.tif", "it is cut short"),
            "a.tif: it is cut short. Ask the site to send the scan again.",
        ),
        (
            ScanUnreadable("a.tif", "cannot be read (No such file or directory)"),
            "a.tif: cannot be read (No such file or directory). Check the spelling",
        ),
        (
            ScanUnreadable("a.tif", "it is not a file"),
            "a.tif: it is not a file. Name a file; folders, pipes",
        ),
        (
            SettingsInvalid("hub.toml", "unknown setting 'dta'; did you mean 'data'?"),
            "hub.toml: unknown setting 'dta'; did you mean 'data'? Correct the line",
        ),
        (
            unwritable(errno.ENOENT),
            "out.scan.tif: the disk said no. Check the spelling",
        ),
        (
            unwritable(errno.ENOSPC),
            "out.scan.tif: the disk said no. Free space on it",
        ),
        (
            HubSilent("tcp://hub:1", 5.0),
            "the hub at tcp://hub:1 has been silent for 5.0 s. Check the network,",
        ),
        (
            OSError(errno.ENOSPC, "No space left on device", "db"),
            "db: the disk is full. Free space",
        ),
        (
            PermissionError(errno.EACCES, "Permission denied", "inbox"),
            "inbox: this account has no right to do that. Give the account",
        ),
        (zmq.ZMQError(errno.EADDRINUSE), "The port is in use already. Stop the other program"),
        (
            UnicodeEncodeError("ascii", "审像/hub", 0, 2, "ordinal not in range(128)"),
            "a file's name has signs that this system's encoding (ascii) lacks: 审像. Set a locale",
        ),
        (MemoryError(), "The memory is used up. Close other programs"),
    ],
)
def test_the_world_s_doing_is_one_sentence_and_ends_with_1(monkeypatch, capsys, error, sentence):
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")

    code, said = run(monkeypatch, capsys, error)

    assert code == 1
    assert said.out == ""
    assert said.err.startswith(f"reviewroom: {sentence}")
    assert said.err.count("\n") == 1


def test_our_own_bug_is_a_calm_sentence_and_a_report(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    code, said = run(monkeypatch, capsys, ZeroDivisionError("in the dark"))

    (report,) = tmp_path.iterdir()
    assert code == 1
    assert "Traceback" not in said.err
    assert str(report) in said.err
    assert "ZeroDivisionError: in the dark" in report.read_text()


def test_a_developer_may_ask_for_the_traceback(monkeypatch, capsys):
    with pytest.raises(ZeroDivisionError):
        run(monkeypatch, capsys, ZeroDivisionError(), debug=True)


def test_an_error_that_nobody_foresaw_has_no_sentence():
    assert in_words(KeyError("x")) is None


@pytest.mark.parametrize("words", [("hub",), ("keys", "list"), ("backup", "-o", "elsewhere")])
def test_an_empty_name_is_not_the_folder_where_the_shell_stands(
    tmp_path, monkeypatch, capsys, words
):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SystemExit) as left:
        front.main([*words, "--data", ""])

    assert left.value.code == 2
    assert "the name is empty" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
