"""``reviewroom site``: run the agent at a scanning site until it is told to stop."""

from pathlib import Path

import click

from workstation import logs
from workstation.assembly.site import build_site
from workstation.cli.examples import example_option
from workstation.cli.stopping import stop_event
from workstation.settings import read_site


@click.command("site", short_help="Run the agent at a scanning site.")
@click.option(
    "--config",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Configuration file with a table [site].",
)
@example_option("site")
@click.option("--with-parent", is_flag=True, hidden=True, help="Stop when standard input ends.")
def site_command(config: Path, *, with_parent: bool) -> None:
    """Watch the scanner's folder, bring its scans to the hub, and apply the decisions.

    Runs until Ctrl-C or SIGTERM; a second one ends it at once. It may be killed at any moment:
    nothing is lost, and no container is released that was not decided.
    """
    settings = read_site(config)
    logs.set_up(file=settings.log_file, level=settings.log_level, form=settings.log_format)
    agent = build_site(settings)
    agent.run(stop_event(with_parent=with_parent, within_s=settings.stop_within_s))
