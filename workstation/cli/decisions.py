"""``reviewroom decisions``: every decision that a hub has recorded, and the evidence of one."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from workstation.cli.acting import prove, records_of
from workstation.cli.folders import FOLDER
from workstation.domain.four_eyes import NotForThisOfficer


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
@click.option(
    "--by",
    metavar="OFFICER",
    help="Who takes the report away: a supervisor, chief or auditor, whose password is asked for. "
    "Another supervisor or chief has to agree.",
)
@click.option("--why", default="", help="The reason, for the officer who has to agree.")
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, one line."
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
    by: str | None,
    why: str,
    password_stdin: bool,
) -> None:
    """List the recorded decisions, oldest first, one a line; also while the hub runs.

    With --evidence, everything about one decision is written as a PDF instead, with the scan as it
    was on the screen; the audit trail notes it. Its pictures leave the room, so two officers have
    to agree where there are two: it is asked for first, and written when it is asked for again.
    """
    if evidence is not None:
        if output is None or output.suffix.lower() != ".pdf":
            raise click.UsageError("--evidence needs -o with the name of a .pdf to write")
        agreed_by = _leave_of_two(data, evidence, by=by, why=why, from_stdin=password_stdin)
        # OpenCV, the database and the writer of PDFs take their time; a list does without.
        from workstation.assembly.evidence import export_evidence  # noqa: PLC0415

        export_evidence(
            data,
            library or data / "library",
            evidence,
            output,
            language=lang,
            officer=by or "",
            agreed_by=agreed_by,
        )
        click.echo(f"{output}")
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


def _leave_of_two(
    data: Path, decision_id: str, *, by: str | None, why: str, from_stdin: bool
) -> str:
    """Return who agreed that the pictures of a decision leave the room; '' where nobody could.

    Raises
    ------
    click.ClickException
        If somebody has to be named, or to agree first.
    """
    with records_of(data) as records:
        officer = prove(records, by, from_stdin=from_stdin)
        try:
            leave = (
                records.export_leave(decision_id, officer="", now=datetime.now(UTC))
                if officer is None
                else records.ask_export(
                    decision_id, officer=officer, reason=why.strip(), now=datetime.now(UTC)
                )
            )
        except KeyError:
            return ""  # the report itself says that there is no such decision
        except NotForThisOfficer as error:
            raise click.UsageError(error.sentence()) from error
    if leave.granted:
        return leave.agreed_by
    if officer is None:
        raise click.UsageError(
            "two officers have to agree that pictures leave the room: '--by' names who takes them"
        )
    raise click.ClickException(
        f"asked for by {leave.asked_by}: not written until another supervisor or chief agrees at a "
        "desk, under Steering; then run this again"
    )


def _line(decision: dict[str, Any]) -> str:
    second = decision["decided_at"][:19]
    marks = len(decision["marks"])
    marked = f"  {marks} mark{'s' if marks > 1 else ''}" if marks else ""
    reason = f"  {decision['reason']}" if decision["reason"] else ""
    return (
        f"{second}Z  {decision['case_id']}  {decision['conclusion']}  {decision['state']}"
        f"  {decision['officer']}{reason}{marked}"
    )
