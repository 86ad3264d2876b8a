"""``reviewroom site``: run the agent at a scanning site until it is told to stop."""

import signal
import threading
from pathlib import Path
from types import FrameType

import click

from workstation import logs
from workstation.assembly.site import build_site
from workstation.settings import read_site


@click.command("site", short_help="Run the agent at a scanning site.")
@click.option(
    "--config",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Configuration file with a table [site].",
)
def site_command(config: Path) -> None:
    """Watch the scanner's folder, bring its scans to the hub, and apply the decisions.

    Runs until Ctrl-C or SIGTERM. It may be killed at any moment: nothing is lost, and no
    container is released that was not decided.
    """
    settings = read_site(config)
    logs.set_up(file=settings.log_file)
    agent = build_site(settings)
    stop = threading.Event()
    _stop_on_signals(stop)
    agent.run(stop)


def _stop_on_signals(stop: threading.Event) -> None:
    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):  # SIGBREAK is Windows, SIGTERM hardly is
            signal.signal(getattr(signal, name), ask_to_stop)
