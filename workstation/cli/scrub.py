"""``reviewroom scrub``: hash a hub's packages again and say which are not what they were."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from workstation.cli.folders import FOLDER


@click.command("scrub", short_help="Hash stored packages again.")
@click.option(
    "--data",
    required=True,
    type=FOLDER,
    help="The hub's data folder.",
)
@click.option(
    "--percent",
    type=click.FloatRange(min=0, min_open=True, max=100),
    default=100.0,
    show_default=True,
    help="How much of the store; those looked at longest ago come first.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def scrub_command(*, data: Path, percent: float, as_json: bool) -> None:
    """Hash packages; set damaged ones aside; have their sites asked for them again.

    Ends with 1 when a package is damaged or missing. The hub may be running.
    """
    from workstation.storage.homes import must_be_there  # noqa: PLC0415
    from workstation.storage.records import HUB_DATABASE  # noqa: PLC0415
    from workstation.storage.scrub import scrub  # noqa: PLC0415

    must_be_there(data / HUB_DATABASE)
    report = scrub(data, share=percent / 100, now=datetime.now(UTC))
    if as_json:
        click.echo(json.dumps(asdict(report)))
    else:
        click.echo(f"{report.checked} packages checked")
    for what, names in (("damaged", report.damaged), ("missing", report.missing)):
        for name in names:
            click.echo(f"reviewroom: package {name} is {what}; its site is asked again.", err=True)
    sys.exit(0 if report.all_whole else 1)
