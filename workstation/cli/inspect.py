"""``reviewroom inspect``: what a scan file holds, and what is doubtful about it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from workstation.domain.scanner_report import report_of, report_to_json
from workstation.imaging.container import find_container
from workstation.imaging.sandbox.apart import apart
from workstation.imaging.scan import Plane, Scan


@click.command("inspect")
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def inspect_command(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Say what the scan FILE holds: format, views, energies, container, and any doubts.

    Several files are read as one scan: two energies, a picture and its threat report.
    """
    reading = apart()
    scan = reading.read_scan(files[0]) if len(files) == 1 else reading.read_files(files)
    facts = describe_scan(scan)
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        click.echo(_in_words(facts))


def describe_scan(scan: Scan) -> dict[str, Any]:
    """Return the facts of DESIGN §6; ``container`` is the number, as far as it is known.

    ``container_box`` is the outline in the first view [pixels], or None when none was found;
    ``dtype`` is that of the pixels in the file.
    """
    main = scan.main_plane()
    box = find_container(main.transmission)
    return {
        "format": scan.format,
        "scan_id": scan.head.scan_id,
        "site": scan.head.site,
        "views": [_plane_facts(plane, scan.format) for plane in scan.planes],
        "container": scan.head.container,
        "container_box": None if box is None else asdict(box),
        "scanner_report": report_to_json(report_of(scan.head.extra)),
        "warnings": list(scan.warnings),
    }


def _plane_facts(plane: Plane, of_format: str) -> dict[str, Any]:
    rows, columns = plane.transmission.shape
    bits = 16 if of_format == "package" else plane.stored_bits
    return {
        "view": plane.view.value,
        "band": plane.band.value,
        "energy_mev": plane.energy_mev,
        "rows": rows,
        "columns": columns,
        "dtype": f"uint{bits}",
        "pitch_mm": None if plane.pitch_mm is None else list(plane.pitch_mm),
    }


def _in_words(facts: dict[str, Any]) -> str:
    lines = [
        f"format      {facts['format']}",
        *(f"view        {_view_in_words(view)}" for view in facts["views"]),
        f"container   {facts['container'] or 'number unknown'}",
        f"outline     {_box_in_words(facts['container_box'])}",
        *_report_in_words(facts["scanner_report"]),
        *(f"warning     {warning}" for warning in facts["warnings"]),
    ]
    return "\n".join(lines)


def _report_in_words(report: dict[str, Any]) -> list[str]:
    """Return what the scanner's own files say: containers read, alarms, results."""
    read = [
        f"read        {one['number']}, trailer {one.get('trailer', 1)}"
        + (f", {one['confidence']} % sure" if "confidence" in one else "")
        for one in report.get("containers", [])
    ]
    alarms = [
        "alarm       {} row {}, column {}, {} x {} px".format(
            one.get("category", "?"), *one["area"]
        )
        for one in report.get("alarms", [])
    ]
    results = [
        " ".join(
            part
            for part in (
                f"scanner     {one.get('name', '')}: {one.get('outcome', '')}",
                one.get("words"),
            )
            if part
        )
        for one in report.get("results", [])
    ]
    return [*read, *alarms, *results]


def _box_in_words(box: dict[str, int] | None) -> str:
    if box is None:
        return "none found"
    return f"row {box['row']}, column {box['column']}, {box['height']} x {box['width']} px"


def _view_in_words(view: dict[str, Any]) -> str:
    energy = "" if view["energy_mev"] is None else f" {view['energy_mev']:g} MeV"
    pitch = view["pitch_mm"]
    size = "pitch unknown" if pitch is None else f"pitch {pitch[0]:g} x {pitch[1]:g} mm"
    return (
        f"{view['view']}, {view['band']} energy{energy}: "
        f"{view['rows']} x {view['columns']} px, {view['dtype']}, {size}"
    )
