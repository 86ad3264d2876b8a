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
def decisions_command(*, data: Path, as_json: bool) -> None:
    """List the recorded decisions, oldest first, one a line; also while the hub runs."""
    # The database is brought in only when it is needed.
    from workstation.storage.readers import list_decisions  # noqa: PLC0415

    for decision in list_decisions(data):
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
