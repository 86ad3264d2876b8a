"""``reviewroom simulate``: phantom scans with declarations and known truth."""

import json
import sys
from pathlib import Path

import click

from workstation.cli.folders import FOLDER
from workstation.imaging.package import write_package
from workstation.simulation.folder import simulate_folder
from workstation.simulation.kinds import find_kind
from workstation.simulation.site import demo_sites

#: Of all officers of a simulated room.
PASSWORD = "simulated room"  # noqa: S105 - nothing real lies behind it


@click.command("simulate")
@click.argument("out", required=False, type=click.Path(path_type=Path))
@click.option("--year", is_flag=True, help="Make the records of a room's whole year; needs --data.")
@click.option(
    "--data",
    type=FOLDER,
    help="The data folder of the simulated room, empty or new.",
)
@click.option(
    "--scans", type=click.IntRange(50, 2_000_000), default=68_000, show_default=True, help="A year."
)
@click.option(
    "--days", type=click.IntRange(1, 3660), default=365, show_default=True, help="A year."
)
@click.option("--case", help="Write the picture of this case of the year in --data to OUT.")
@click.option("--count", type=click.IntRange(1, 100_000), default=10, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True)
@click.option("--sites", type=click.IntRange(1, 100), default=3, show_default=True)
@click.option(
    "--goods", multiple=True, help="A kind of goods; may be repeated. All kinds unless given."
)
@click.option("--json", "as_json", is_flag=True, help="Print only JSON: the list in truth.json.")
def simulate_command(  # noqa: PLR0913 - one argument for each option
    out: Path | None,
    *,
    year: bool,
    data: Path | None,
    scans: int,
    days: int,
    case: str | None,
    count: int,
    seed: int,
    sites: int,
    goods: tuple[str, ...],
    as_json: bool,
) -> None:
    """Write simulated scans, their declarations and truth.json into the folder OUT.

    With --year it makes the data folder of a room that has worked for a year: records and evidence
    log are whole, pictures are made on demand, and the truth lies in truth.jsonl. All officers
    (r01 to r40, s01 to s03, a01) have the password 'simulated room'.
    """
    if year or case is not None:
        if data is None or (case is not None and out is None):
            raise click.UsageError("--year needs --data; --case needs --data and OUT")
        if case is not None and out is not None:
            _picture(data, case, out)
        else:
            _year(data, seed=seed, scans=scans, days=days, as_json=as_json)
        return
    if out is None:
        raise click.UsageError("name the folder OUT, or --year with --data")
    try:
        for name in goods:
            find_kind(name)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--goods") from error

    def show(done: int, whole: int) -> None:
        if not as_json:
            print(f"\r{done} of {whole}", end="", file=sys.stderr, flush=True)

    records = simulate_folder(
        out,
        count=count,
        seed=seed,
        sites=demo_sites(sites),
        write=write_package,
        goods=goods or None,
        progress=show,
    )
    if as_json:
        print(json.dumps(records, ensure_ascii=False))
        return
    print(file=sys.stderr)
    hidden = sum(bool(record["hidden"]) for record in records)
    false = sum(not record["declared_truly"] for record in records)
    print(
        f"{len(records)} scans of {sites} sites in {out}: {hidden} hide something, "
        f"{false} are declared as other goods. The truth is in {out / 'truth.json'}."
    )


def _year(data: Path, *, seed: int, scans: int, days: int, as_json: bool) -> None:
    from workstation.assembly.year import make_year  # noqa: PLC0415 - brings the database in
    from workstation.simulation.year.world import YearPlan  # noqa: PLC0415

    def show(done: int) -> None:
        if not as_json:
            print(f"\r{done} of {scans} scans", end="", file=sys.stderr, flush=True)

    plan = YearPlan(seed=seed, scans=scans, days=days)
    truth = make_year(data, plan, password=PASSWORD, progress=show)
    if as_json:
        print((data / "simulated.json").read_text(encoding="utf-8"))
        return
    print(file=sys.stderr)
    print(
        f"{len(truth.cases)} scans in {data}: {truth.released} released, {truth.missed} of them"
        f" wrongly. The truth is in {data / 'truth.jsonl'}."
    )


def _picture(data: Path, case: str, out: Path) -> None:
    from workstation.assembly.year_pictures import make_picture  # noqa: PLC0415 - brings the database in

    make_picture(data, case, out)
    print(f"the picture of {case} written to {out}")
