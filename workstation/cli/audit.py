"""``reviewroom audit``: checking the evidence chain."""

import json
import sys
from pathlib import Path

import click


@click.group("audit")
def audit_group() -> None:
    """Check the evidence chain."""


@audit_group.command("verify")
@click.option(
    "--data",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The hub's data folder.",
)
@click.option("--contents", is_flag=True, help="Hash every scan package, too; takes longer.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify_command(*, data: Path, contents: bool, as_json: bool) -> None:
    """Check every entry, and that decisions, cases and packages agree with them.

    Ends with 1 when something does not hold. Changes nothing; the hub may be running.
    """
    # The database is brought in only when it is needed.
    from workstation.storage.verify import verify_folder  # noqa: PLC0415

    report = verify_folder(data, contents=contents)
    if as_json:
        facts = {
            "entries": report.entries,
            "verified": report.verified,
            "first_bad": report.first_bad,
        }
        click.echo(json.dumps(facts))
    elif report.verified:
        click.echo(f"{report.entries} entries, all hold")
    if not report.verified:
        click.echo(
            f"reviewroom: entry {report.first_bad} does not hold: {report.reason}.", err=True
        )
        sys.exit(1)
