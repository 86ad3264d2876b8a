"""``reviewroom dispose``: the packages of old cases are kept no longer; two officers agree."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from workstation.cli.acting import (
    by_option,
    change,
    data_option,
    prove,
    records_of,
    stdin_option,
)
from workstation.domain.trust import disposal

if TYPE_CHECKING:
    from workstation.storage.disposal import Kept

_YOUNGEST: Final = timedelta(days=30)
_WHY: Final = {
    "found": "something was found in it",
    "awaited": "the result of its opening is awaited",
    "looked_again": "somebody is to look at it again, or found that something was missed",
    "asked": "a request about it is open ('reviewroom requests list', or at a desk)",
    "alert": "an alert about it is not closed (at a desk, under Steering)",
}


@click.command("dispose")
@click.option(
    "--before",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="Cases that were over before this day (UTC); 30 days ago at the latest.",
)
@click.option("--dry-run", is_flag=True, help="Only say how many there are, and what keeps others.")
@click.option("--why", required=True, help="The reason, for the second officer and the audit.")
@by_option
@stdin_option
@data_option
def dispose_command(  # noqa: PLR0913 - one argument an option
    *,
    before: datetime,
    dry_run: bool,
    why: str,
    by: str | None,
    password_stdin: bool,
    data: Path,
) -> None:
    """Keep the packages of cases that were over before a day no longer.

    Their pictures go from the store, for good; what was decided and on what evidence stays. Cases
    stay whole in which something was found or missed, whose opening has no result yet, that are to
    be looked at again, or about which somebody asks or an alert is not closed; '--dry-run' counts
    them. The hub removes the files, some twenty a second, while it runs. Typical
    models are another matter: 'reviewroom library'. Earlier backups hold the packages still.
    """
    until = before.replace(tzinfo=UTC)
    if until > datetime.now(UTC) - _YOUNGEST:
        raise click.UsageError("'--before' is younger than 30 days: so new a case may be asked for")
    with records_of(data) as records:
        found = records.disposable(until)
        told = f"{found.cases} cases before {before:%Y-%m-%d}, {found.size / 1e9:.1f} GB"
        if dry_run or not found.cases:
            click.echo(f"{told}: nothing was done")
            _tell_kept(records.still_needed(until))
            return
        officer = prove(records, by, from_stdin=password_stdin)
        wanted = disposal(until, packages=found.cases, size=found.size)
        if change(records, wanted, officer=officer, why=why) is None:
            click.echo(f"{told}: disposed of; the hub removes the files")


def _tell_kept(kept: "Sequence[Kept]") -> None:
    """Say what keeps cases that are as old; one with two reasons counts for each."""
    for one in kept:
        more = "" if one.cases == len(one.some) else ", ..."
        click.echo(f"kept, since {_WHY[one.need]}: {one.cases} ({', '.join(one.some)}{more})")
