"""``reviewroom pack``: scanner files into one scan package."""

from dataclasses import replace
from pathlib import Path

import click

from workstation.domain.lawful_names import is_lawful
from workstation.imaging.calibration import outer_size
from workstation.imaging.companions import group_files
from workstation.imaging.corrections import corrected, sized_by_container
from workstation.imaging.names import common_id, pair_files, scan_id_of
from workstation.imaging.package import write_package
from workstation.imaging.sandbox.apart import apart
from workstation.imaging.scan import Scan

_ENDINGS = (".tif", ".tiff", ".btf")


@click.command("pack")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The package to write, OUT.scan.tif.",
)
@click.option("--scan-id", help="Id of the scan; else the file's own, else its name.")
@click.option("--site", help="Site that took the scan; else the file's own.")
@click.option(
    "--pitch-mm",
    nargs=2,
    type=click.FloatRange(min=0, max=1e4, min_open=True, max_open=True),
    help="Size of a pixel in row and column direction, where the files do not tell.",
)
@click.option(
    "--container-size",
    metavar="CODE",
    help="ISO 6346 size code such as 45G1; where no pixel size is told it follows from it.",
)
@click.option(
    "--correct",
    is_flag=True,
    help="Level gain drift, fill missing lines, lay the energies on each other; says what it did.",
)
def pack_command(  # noqa: PLR0913 - as many as there are options
    files: tuple[Path, ...],
    *,
    output: Path,
    scan_id: str | None,
    site: str | None,
    pitch_mm: tuple[float, float] | None,
    container_size: str | None,
    correct: bool,
) -> None:
    """Write one FILE, or the files that are one scan, as a scan package.

    One scan are its high and low energy, a scanner's XML with what it names, a DICOS picture with
    its threat report, or a .scan.toml with its raw files.
    Which of two files is the high energy is told by their names, else by their order.
    """
    if len(files) > 2 and len(group_files(files)) != 1:
        raise click.BadArgumentUsage("give one file, or the high and the low energy of one scan")
    if not output.name.lower().endswith(_ENDINGS):
        raise click.BadParameter("a package ends in .scan.tif", param_hint="--output")
    if scan_id is not None and not is_lawful(scan_id):
        raise click.BadParameter(
            "1 to 64 letters, digits, '_', '.' or '-', a letter or digit first, no dot last, and "
            "no name that Windows keeps for itself",
            param_hint="--scan-id",
        )
    size = None if container_size is None else outer_size(container_size)
    if container_size is not None and size is None:
        raise click.BadParameter("no size code that is known", param_hint="--container-size")
    scan, name = _read(files)
    scan = corrected(scan) if correct else scan
    head = replace(
        scan.head, scan_id=scan_id or scan.head.scan_id or name, site=site or scan.head.site
    )
    planes = scan.planes
    if pitch_mm is not None:
        planes = tuple(replace(plane, pitch_mm=pitch_mm) for plane in planes)
    scan = replace(scan, head=head, planes=planes)
    scan = scan if size is None else sized_by_container(scan, size)
    write_package(output, scan)
    mib = output.stat().st_size / 2**20
    click.echo(f"{output}: scan {head.scan_id}, {len(planes)} plane(s), {mib:.1f} MiB")


def _read(files: tuple[Path, ...]) -> tuple[Scan, str]:
    reading = apart()
    if len(files) == 1:
        return reading.read_scan(files[0]), scan_id_of(files[0])
    if len(group_files(files)) == 1:
        return reading.read_files(files), common_id(group_files(files)[0][0])
    named = pair_files(files)
    high, low = named[0] if len(named) == 1 else files
    return reading.read_pair(high, low), common_id(high)
