"""``reviewroom demo``: hub, scanning sites and the reviewer's desk in one go."""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from workstation.assembly.demo.plan import DESK, OFFICER, DemoPlan
from workstation.assembly.demo.prepare import DemoRoom, prepare
from workstation.assembly.demo.room import opened, run_headless, stages_of
from workstation.assembly.demo.tally import DemoTally, count
from workstation.cli.folders import FOLDER


@click.command(name="demo")
@click.option("--sites", default=3, show_default=True, help="How many scanning sites.")
@click.option("--scans", default=24, show_default=True, help="How many scans arrive.")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same containers.")
@click.option(
    "--data",
    type=FOLDER,
    help="Keep everything in this folder; without it a temporary one is removed at the end.",
)
@click.option(
    "--input",
    "source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Replay the real scan files of this folder instead of phantoms.",
)
@click.option("--pace", default=1.0, show_default=True, help="Seconds between two arrivals.")
@click.option("--headless", is_flag=True, help="No window: a scripted reviewer decides.")
@click.option("--json", "as_json", is_flag=True, help="Print the tally as JSON, nothing else.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the window.")
@click.option("--reset-layout", is_flag=True, help="Forget saved layouts and window places.")
def demo_command(  # noqa: PLR0913 - one parameter for each option of the door
    *,
    sites: int,
    scans: int,
    seed: int,
    data: Path | None,
    source: Path | None,
    pace: float,
    headless: bool,
    as_json: bool,
    lang: str | None,
    reset_layout: bool,
) -> None:
    """Run hub, simulated sites and desk in one go, on this machine alone.

    Scans arrive from several sites, are compared with typical models, shown, decided, and the
    decisions reach the sites' folders. Close the window to end the demo.
    """
    if not headless:
        _require_display()
    with _folder(data) as folder:
        plan = DemoPlan(data=folder, sites=sites, scans=scans, seed=seed, input=source, pace_s=pace)
        _say("Preparing keys, sites and a library of typical models")
        room = prepare(plan, lambda done, of: _progress("  typical models", done, of))
        if headless:
            tally = run_headless(room, lambda done, of: _progress("  decisions", done, of))
        else:
            tally = _run_window(room, lang, reset_layout=reset_layout)
    if as_json:
        click.echo(json.dumps(tally.to_json()))
    else:
        click.echo(in_words(tally))
    sys.exit(0 if not tally.lost and not tally.duplicated and tally.audit_verified else 1)


def in_words(tally: DemoTally) -> str:
    """Return the tally as two lines for a person."""
    chain = "whole" if tally.audit_verified else "BROKEN"
    return (
        f"{tally.scans} scans from {tally.sites} sites: {tally.decided} decided "
        f"({tally.released} released, {tally.inspected} to inspection), "
        f"{tally.announced} decisions at their sites.\n"
        f"Lost {tally.lost}, decided twice {tally.duplicated}, audit chain {chain}, "
        f"{tally.seconds:.1f} s."
    )


def _run_window(room: DemoRoom, lang: str | None, *, reset_layout: bool) -> DemoTally:
    # The one lazy way to the window.
    from ui.desk_settings import DeskSettings  # noqa: PLC0415
    from ui.entrance import run_desk  # noqa: PLC0415

    _say(f"A desk that you lock, or sign out of, opens with: {room.password}")
    started = time.monotonic()
    with opened(room) as running:
        run_desk(
            DeskSettings(
                address=running.address,
                keys=running.keys,
                desk=DESK,
                officer=OFFICER,
                password=room.password,
                cache=room.plan.cache,
                language=lang,
                reset_layout=reset_layout,
                lock_after_min=0,  # nobody was given a password for it
                decode_apart=True,
            )
        )
        by_stage = stages_of(running)
    seconds = time.monotonic() - started
    return count(room.plan, by_stage, to_the_end=False, seconds=seconds)


def _require_display() -> None:
    """Say at once, and in one sentence, that there is no screen to open a window on."""
    from ui.entrance import require_display  # noqa: PLC0415 - the one lazy way to the window

    require_display()


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
        yield data.resolve()
        return
    temporary = Path(tempfile.mkdtemp(prefix="reviewroom-demo-"))
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _say(text: str) -> None:
    click.echo(text, err=True)


def _progress(what: str, done: int, of: int) -> None:
    """Show progress on standard error: one moving line at a terminal, a few lines elsewhere."""
    if sys.stderr.isatty():
        click.echo(f"\r{what}: {done} of {of} ", err=True, nl=done >= of)
    elif done in {1, of}:
        _say(f"{what}: {done} of {of}")
