"""``reviewroom report``: the figures of a room over a period, as JSON or as a paper."""

import json
from datetime import datetime
from pathlib import Path

import click

from workstation.cli.folders import FOLDER


@click.command("report")
@click.option(
    "--data",
    required=True,
    type=FOLDER,
    help="The hub's data folder.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file that ends in .html, .pdf, .xlsx or .csv.",
)
@click.option("--from", "start", metavar="DAY", help="From this day or instant on.")
@click.option("--to", "end", metavar="DAY", help="Up to this day, and with it; or an instant.")
@click.option("--site", help="One site only.")
@click.option("--goods", metavar="HS", help="Only goods whose HS code begins so, such as 85.")
@click.option("--zone", help="Time zone of days and hours, such as Asia/Shanghai.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def report_command(  # noqa: PLR0913 - one argument an option
    *,
    data: Path,
    as_json: bool,
    output: Path | None,
    start: str | None,
    end: str | None,
    site: str | None,
    goods: str | None,
    zone: str | None,
    lang: str,
) -> None:
    """Count cases, direct release, turnaround and what was missed; also while the hub runs."""
    # The database, numpy and what draws are brought in only when they are needed.
    from workstation.assembly.report import (  # noqa: PLC0415
        figures_of,
        report_document,
        stamp_of,
        truth_of,
    )
    from workstation.reports.figures_paper import figures_paper  # noqa: PLC0415
    from workstation.reports.periods import read_period, read_zone  # noqa: PLC0415
    from workstation.reports.version import program_version  # noqa: PLC0415
    from workstation.reports.words import Tongue  # noqa: PLC0415

    clock, zone_name = read_zone(zone)
    period = read_period(start, end, site=site, goods=goods, zone=clock)
    whole = (start, end, site, goods) == (None, None, None, None)
    truth = truth_of(data) if whole else None
    found = figures_of(data, period, zone=clock)
    version = program_version()
    if as_json:
        document = report_document(found, period, zone=zone_name, version=version)
        if truth is not None:
            document["truth"] = {"miss_rate": truth}
        click.echo(json.dumps(document, ensure_ascii=False))
    if output is None and as_json:
        return
    made_at = datetime.now(clock)
    stamp = stamp_of(period, zone=zone_name, version=version, made_at=made_at, truth=truth)
    paper = figures_paper(found, stamp, Tongue(lang))
    if output is None:
        from workstation.reports.tables import csv_text  # noqa: PLC0415

        click.echo(csv_text(paper))
        return
    from workstation.reports.forms import write_report  # noqa: PLC0415

    write_report(output, paper)
    if not as_json:
        click.echo(f"{found.cases} cases; report written to {output}")
