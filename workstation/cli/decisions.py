"""``reviewroom decisions``: every decision that a hub has recorded, and the evidence of one."""

import json
from pathlib import Path
from typing import Any

import click

from workstation.cli.folders import FOLDER


@click.command("decisions")
@click.option(
    "--data",
    required=True,
    type=FOLDER,
    help="The hub's data folder.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option(
    "--tdr",
    "reports",
    type=FOLDER,
    help="Also write each release and inspection as a DICOS threat detection report there.",
)
@click.option(
    "--evidence", metavar="DECISION_ID", help="Write the evidence report of one decision."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The PDF that --evidence writes.",
)
@click.option(
    "--lang",
    type=click.Choice(["en", "zh"]),
    default="zh",
    show_default=True,
    help="The language of the report.",
)
@click.option(
    "--library",
    type=FOLDER,
    help="The folder of typical models; library in the data folder unless given.",
)
def decisions_command(  # noqa: PLR0913 - the options of a command
    *,
    data: Path,
    as_json: bool,
    reports: Path | None,
    evidence: str | None,
    output: Path | None,
    lang: str,
    library: Path | None,
) -> None:
    """List the recorded decisions, oldest first, one a line; also while the hub runs.

    With --evidence, everything about one decision is written as a PDF instead, with the scan as it
    was on the screen; the audit trail notes it.
    """
    if evidence is not None:
        if output is None or output.suffix.lower() != ".pdf":
            raise click.UsageError("--evidence needs -o with the name of a .pdf to write")
        _write_evidence(data, library or data / "library", evidence, output, lang)
        return
    # The database is brought in only when it is needed.
    from workstation.storage.readers import list_decisions  # noqa: PLC0415

    decisions = list(list_decisions(data))
    if reports is not None:
        # DICOM is brought in only when it is needed.
        from workstation.cli.decisions_tdr import write_reports  # noqa: PLC0415

        write_reports(decisions, data, reports)
    for decision in decisions:
        click.echo(json.dumps(decision, ensure_ascii=False) if as_json else _line(decision))


def _write_evidence(data: Path, library: Path, decision_id: str, output: Path, lang: str) -> None:
    # OpenCV, the database and the writer of PDFs take their time; a list does without.
    from workstation.assembly.evidence import export_evidence  # noqa: PLC0415

    export_evidence(data, library, decision_id, output, language=lang)
    click.echo(f"{output}")


def _line(decision: dict[str, Any]) -> str:
    second = decision["decided_at"][:19]
    marks = len(decision["marks"])
    marked = f"  {marks} mark{'s' if marks > 1 else ''}" if marks else ""
    reason = f"  {decision['reason']}" if decision["reason"] else ""
    return (
        f"{second}Z  {decision['case_id']}  {decision['conclusion']}  {decision['state']}"
        f"  {decision['officer']}{reason}{marked}"
    )
