"""The program ``reviewroom``: finds the door that was asked for and opens only that one."""

import contextlib
import gc
import io
import logging
import os
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Final, NoReturn

import click

from workstation.cli.sentences import bug_in_words, in_words
from workstation.cli.stopping import outlive_hangups
from workstation.domain.errors import DiskFailed

#: Sub-command -> (where it lives under workstation.cli, what it does). The sentence stands here
#: so that ``reviewroom --help`` need not import a single door.
DOORS: Final[dict[str, tuple[str, str]]] = {
    "demo": ("demo:demo_command", "Run hub, simulated sites and desk in one go."),
    "desk": ("desk:desk_command", "Open the reviewer's desk."),
    "hub": ("hub:hub_command", "Run the central queue."),
    "site": ("site:site_command", "Run the agent at a scanning site."),
    "keys": ("keys:keys_group", "Make keys; enrol sites, desks and officers."),
    "officers": (
        "officers:officers_group",
        "List officers; disable, unlock, give a new password.",
    ),
    "requests": (
        "requests:requests_group",
        "Agree, as a second officer, to keys and officers.",
    ),
    "leases": (
        "leases:leases_group",
        "Take a case from a desk; let a parked case go by two officers.",
    ),
    "watchlist": (
        "watchlist:watchlist_group",
        "Put lists of risk control in force; see what they mean.",
    ),
    "inspect": ("inspect:inspect_command", "Say what a scan file holds."),
    "pack": ("pack:pack_command", "Write scanner files into one scan package."),
    "render": ("render:render_command", "Draw a scan file as a picture."),
    "simulate": ("simulate:simulate_command", "Make phantom scans with known truth."),
    "library": ("library:library_group", "Keep the library of typical models."),
    "compare": ("compare:compare_command", "Compare scans with the typical models of their goods."),
    "report": ("report:report_command", "Count figures over a period; write them as a report."),
    "decisions": ("decisions:decisions_command", "List the recorded decisions."),
    "backup": ("backup:backup_command", "Back up a hub's data while it runs."),
    "restore": ("restore:restore_command", "Restore a hub's data from a backup."),
    "settle": ("restore:settle_command", "Answer for a site that cannot report after a restore."),
    "records": ("records:records_group", "Where a hub's records live; carry them elsewhere."),
    "dispose": (
        "dispose:dispose_command",
        "Keep the packages of old cases no longer; two officers agree.",
    ),
    "scrub": ("scrub:scrub_command", "Hash stored packages again."),
    "audit": ("audit:audit_group", "Check the evidence chain."),
    "doctor": (
        "doctor:doctor_command",
        "Check fonts, screen, disk, clock, keys and engine.",
    ),
}


#: Run for months without a terminal, and are told of rotated logs now and then.
_SERVICES: Final = frozenset({"hub", "site"})


class LazyGroup(click.Group):
    """A group that imports a sub-command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all doors in the order of a working day."""
        del ctx
        return list(DOORS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the door and return its command, or None for a name that is no door."""
        del ctx
        if cmd_name not in DOORS:
            return None
        module, attribute = DOORS[cmd_name][0].split(":")
        # What a door brings in stays; looking through it for garbage takes a tenth of the time.
        gc.disable()
        try:
            command = getattr(import_module(f"workstation.cli.{module}"), attribute)
        finally:
            gc.enable()
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}:{attribute} is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of doors without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence) for name, (_, sentence) in DOORS.items()])


def _version() -> str:
    try:
        return version("review-room")
    except PackageNotFoundError:
        return "0 (not installed)"


def _say_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls this
    if value and not ctx.resilient_parsing:
        click.echo(f"reviewroom {_version()}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_say_version,
    help="Show the version and leave.",
)
def program() -> None:
    """Review Room: the workstation of a central image review room.

    Without a command it opens the reviewer's desk.
    """


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run ``reviewroom``; leave with 0 done, 1 bad news, 2 wrong usage, 74 a disk that failed.

    The world's doing becomes one sentence on standard error. Our own bugs are written to a
    report file and end in one sentence too; ``REVIEWROOM_DEBUG=1`` shows the traceback instead.
    """
    _speak_unicode()
    # A password that is read from a pipe: getpass tells of it in a sentence as well.
    warnings.filterwarnings("ignore", message="Can not control echo")
    args = list(sys.argv[1:] if argv is None else argv)
    if args and args[0] in _SERVICES:
        outlive_hangups()
    try:
        program.main(args=args or ["desk"], prog_name="reviewroom")
    except DiskFailed as failed:
        _end_at_once(failed)
    except Exception as error:
        if os.environ.get("REVIEWROOM_DEBUG") == "1":
            raise
        # The last-chance hook of the program: whatever it is, the user gets a sentence.
        click.echo(f"reviewroom: {in_words(error) or bug_in_words(error)}", err=True)
        sys.exit(1)
    sys.exit(0)


def _end_at_once(failed: DiskFailed) -> NoReturn:
    """End without closing anything: an orderly end would synchronise the same files again."""
    logging.getLogger("workstation.cli").critical(failed.sentence(), extra={"where": failed.where})
    click.echo(f"reviewroom: {failed.sentence()}", err=True)
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(DiskFailed.EXIT_STATUS)


def _speak_unicode() -> None:
    """Never fail on a name in Chinese because the terminal's encoding cannot show it."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(io.UnsupportedOperation):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    main()
