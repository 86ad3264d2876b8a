"""``reviewroom decisions``: every decision that a hub has recorded."""

import json
from pathlib import Path
from typing import Any

import click


@click.command("decisions")
@click.option(
    "--data",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The hub's data folder.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option(
    "--tdr",
    "reports",
    type=click.Path(file_okay=False, path_type=Path),
    help="Also write each release and inspection as a DICOS threat detection report there.",
)
def decisions_command(*, data: Path, as_json: bool, reports: Path | None) -> None:
    """List the recorded decisions, oldest first, one a line; also while the hub runs."""
    # The database is brought in only when it is needed.
    from workstation.storage.readers import list_decisions  # noqa: PLC0415

    decisions = list(list_decisions(data))
    if reports is not None:
        # DICOM is brought in only when it is needed.
        from workstation.cli.decisions_tdr import write_reports  # noqa: PLC0415

        write_reports(decisions, data, reports)
    for decision in decisions:
        click.echo(json.dumps(decision, ensure_ascii=False) if as_json else _line(decision))


def _line(decision: dict[str, Any]) -> str:
    second = decision["decided_at"][:19]
    marks = len(decision["marks"])
    marked = f"  {marks} mark{'s' if marks > 1 else ''}" if marks else ""
    reason = f"  {decision['reason']}" if decision["reason"] else ""
    return (
        f"{second}Z  {decision['case_id']}  {decision['conclusion']}  {decision['state']}"
        f"  {decision['officer']}{reason}{marked}"
    )
