"""``reviewroom simulate``: phantom scans with declarations and known truth."""

import json
import sys
from pathlib import Path

import click

from workstation.imaging.package import write_package
from workstation.simulation.folder import simulate_folder
from workstation.simulation.kinds import find_kind
from workstation.simulation.site import demo_sites


@click.command("simulate")
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--count", type=click.IntRange(1, 100_000), default=10, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True)
@click.option("--sites", type=click.IntRange(1, 100), default=3, show_default=True)
@click.option(
    "--goods", multiple=True, help="A kind of goods; may be repeated. All kinds unless given."
)
@click.option("--json", "as_json", is_flag=True, help="Print only JSON: the list in truth.json.")
def simulate_command(  # noqa: PLR0913 - one argument for each option
    out: Path, *, count: int, seed: int, sites: int, goods: tuple[str, ...], as_json: bool
) -> None:
    """Write simulated scans, their declarations and truth.json into the folder OUT."""
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
