"""``reviewroom hub``: run the central queue until it is told to stop."""

from pathlib import Path

import click

from queue_client.keys import is_endpoint
from workstation import logs
from workstation.assembly.run_hub import run_hub
from workstation.cli.examples import example_option
from workstation.cli.folders import FOLDER
from workstation.cli.stopping import stop_event
from workstation.directory.rules import DirectoryRules
from workstation.settings import DEFAULT_HUB_ENDPOINT, HubConfig, read_directory, read_hub


@click.command("hub", short_help="Run the central queue.")
@click.option("--data", type=FOLDER, help="Data folder.")
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Configuration file with a table [hub].",
)
@click.option("--endpoint", default=DEFAULT_HUB_ENDPOINT, show_default=True, help="With --data.")
@example_option("hub")
@click.option("--with-parent", is_flag=True, hidden=True, help="Stop when standard input ends.")
def hub_command(
    data: Path | None, config: Path | None, endpoint: str, *, with_parent: bool
) -> None:
    """Take scans in, have them compared, lease them to desks, announce decisions.

    The first start makes keys and writes hub.card into the data folder. Runs until Ctrl-C or
    SIGTERM, then stops in order; a second one ends it at once. It may be killed at any moment
    without loss.
    """
    directory: DirectoryRules | None = None
    if data is not None and config is None:
        if not is_endpoint(endpoint, listening=True):
            raise click.UsageError(f"--endpoint is tcp://HOST:PORT, got {endpoint!r}")
        settings = HubConfig(data=data.resolve(), endpoint=endpoint)
    elif config is not None and data is None:
        settings, directory = read_hub(config), read_directory(config)
    else:
        raise click.UsageError("name either --data or --config")
    logs.set_up(file=settings.log_file, level=settings.log_level, form=settings.log_format)
    stop = stop_event(with_parent=with_parent, within_s=settings.stop_within_s)
    run_hub(settings, stop, directory)
