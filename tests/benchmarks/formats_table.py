"""The tables of docs/formats.md: every format tried here and now, and every file of a data folder.

``python -m tests.benchmarks.formats_table [DATA]`` writes them between their marks in both
languages; DATA is a folder of foreign files that are read and never copied into the project. A
sidecar that came without its picture is tried with a stand-in beside it, and the table says so.
"""

import os
import re
import shutil
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from resources.opencv import cv2
from tests.benchmarks.format_samples import SAMPLES, Sample
from workstation.domain.errors import ScanUnreadable
from workstation.domain.scanner_report import report_of
from workstation.imaging.companions import group_files, is_threat_report
from workstation.imaging.dicos_tdr import read_tdr
from workstation.imaging.package import read_package, write_package
from workstation.imaging.readers import read_files
from workstation.imaging.scan import Scan

FAILED: Final = "✕"
_DOCS: Final = Path(__file__).parents[2] / "docs"
_PAGES: Final = {"en": _DOCS / "formats.md", "zh": _DOCS / "formats.zh.md"}
_ZH: Final = tomllib.loads(Path(__file__).with_name("formats_zh.toml").read_text(encoding="utf-8"))
_EN: Final = {
    "same": "the same, bit by bit",
    "near": "within {} of 65535 (the format itself loses)",
    "stand-in": "with a stand-in picture",
    "described": "with a description of ours",
    "report": "{} alarmed, {} cleared; no picture beside it",
    "made": "| format | views and energies | read, packed, read again |\n|---|---|---|",
    "found": "| folder | scans or files | taken as | what came of it |\n|---|---|---|---|",
    "joint": ", ",
}
_WORDS: Final = {"en": _EN, "zh": _ZH["words"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one group of files; equal outcomes of a folder are one row.

    ``planes`` are words such as ``"side high 6 MeV"``; ``reason`` is why there are none.
    """

    folder: str
    taken_as: str
    planes: tuple[str, ...] = ()
    reason: str = ""
    report: tuple[int, int] | None = None
    note: str = ""


def try_sample(sample: Sample) -> tuple[tuple[str, ...], bool]:
    """Return the planes that a sample gave, and whether every pixel came back as it must."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scan = read_files(sample.make(folder))
        packed = folder / "round.scan.tif"
        write_package(packed, scan)
        again = read_package(packed)
    if len(again.planes) != len(sample.planes):
        return _planes(again), False
    off = [
        int(np.abs(plane.transmission.astype(np.int64) - wanted).max())
        for plane, wanted in zip(again.planes, sample.planes, strict=True)
    ]
    return _planes(again), max(off) <= sample.tolerance


def try_folder(folder: Path, scratch: Path) -> Iterator[Outcome]:
    """Yield what becomes of each group of files in one folder."""
    files = [path for path in sorted(folder.iterdir()) if path.is_file()]
    for group in group_files(files):
        if len(group) == 1 and is_threat_report(group[0]):
            yield _report(folder.name, group[0])
        else:
            yield _tried(folder.name, group, scratch)


def _tried(folder: str, group: Sequence[Path], scratch: Path) -> Outcome:
    note = ""
    try:
        if group[0].suffix.lower() == ".xml" and len(group) == 1:
            group, note = _with_stand_in(group[0], scratch), "stand-in"
        elif group[0].name in {"im_H.npy", "im_L.npy"}:
            group, note = _with_description(group[0], scratch), "described"
        scan = read_files(group)
    except ScanUnreadable as error:
        return Outcome(folder=folder, taken_as="—", reason=_short(error))
    taken_as = scan.format
    if report_of(scan.head.extra).alarms:
        taken_as += " + TDR"
    return Outcome(folder=folder, taken_as=taken_as, planes=_planes(scan), note=note)


def _report(folder: str, path: Path) -> Outcome:
    told = read_tdr(path)
    counts = len(told.alarms), told.cleared
    return Outcome(folder=folder, taken_as=f"TDR {told.version}", report=counts)


def _with_stand_in(sidecar: Path, scratch: Path) -> tuple[Path, ...]:
    """Copy a sidecar whose picture did not come, and draw a grey one under the name it tells."""
    copy = Path(shutil.copy(sidecar, scratch / sidecar.name))
    text = sidecar.read_bytes().replace(b"\0", b"").decode("ascii", "replace")
    names = re.findall(r">([\w.-]+\.jpg)<", text)
    for name in names:
        grey = np.linspace(0, 255, 90 * 200, dtype=np.uint8).reshape(90, 200)
        cv2.imwrite(str(scratch / name), grey)
    return (copy, *(scratch / name for name in names))


def _with_description(array: Path, scratch: Path) -> tuple[Path, ...]:
    copy = Path(shutil.copy(array, scratch / array.name))
    text = (
        f'schema = "reviewroom.raw/1"\n[[plane]]\nfile = "{array.name}"\nvalues = "attenuation"\n'
    )
    told = scratch / f"{array.stem}.scan.toml"
    told.write_text(text, encoding="utf-8")
    return (told, copy)


def _planes(scan: Scan) -> tuple[str, ...]:
    return tuple(f"{p.view.value} {p.band.value}{_energy(p.energy_mev)}" for p in scan.planes)


def _said(planes: Sequence[str], language: str) -> str:
    """Return planes in one language."""
    told = list(planes)
    if language == "zh":
        for english, chinese in _ZH["planes"].items():
            told = [one.replace(english, chinese) for one in told]
        told = [one.replace(" ", "", 1) for one in told]
    return _WORDS[language]["joint"].join(told)


def _energy(energy_mev: float | None) -> str:
    return "" if energy_mev is None else f" {energy_mev:g} MeV"


def _short(error: ScanUnreadable) -> str:
    """Return a reason without the numbers that differ from file to file."""
    return re.sub(r"-?[0-9.]+ to -?[0-9.]+", "…", error.reason).partition(" without")[0]


def made_rows(language: str) -> list[str]:
    """Return the table of the formats that are made and tried here."""
    words = _WORDS[language]
    rows = [words["made"]]
    for sample in SAMPLES:
        planes, agrees = try_sample(sample)
        told = words["same" if sample.tolerance == 0 else "near"].format(sample.tolerance)
        title = sample.title if language == "en" else _ZH["titles"][sample.title]
        rows.append(f"| {title} | {_said(planes, language)} | {told if agrees else FAILED} |")
    return rows


def found_rows(outcomes: Sequence[Outcome], language: str) -> list[str]:
    """Return the table of foreign files, equal outcomes of a folder in one row."""
    words = _WORDS[language]
    rows = [words["found"]]
    for one, count in Counter(outcomes).items():
        result = _said(one.planes, language)
        if one.report is not None:
            result = words["report"].format(*one.report)
        elif one.reason:
            known = _ZH["reasons"].get(one.reason, one.reason)
            result = one.reason if language == "en" else known
        more = f" ({words[one.note]})" if one.note else ""
        rows.append(f"| `{one.folder}` | {count} | {one.taken_as}{more} | {result} |")
    return rows


def put_between(text: str, mark: str, rows: Sequence[str]) -> str:
    """Return a page with a table put between its marks."""
    begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    head, _, rest = text.partition(begin)
    _, _, tail = rest.partition(end)
    if not tail:
        raise SystemExit(f"the page has no place for the table {mark}")
    return f"{head}{begin}\n" + "\n".join(rows) + f"\n{end}{tail}"


def main(arguments: Sequence[str]) -> None:
    """Write the tables; exit 1 when a format did not come back as it must."""
    told = arguments[0] if arguments else os.environ.get("REVIEWROOM_SHARED_DATA")
    data = None if told is None else Path(told)
    outcomes: list[Outcome] = []
    if data is not None:
        with tempfile.TemporaryDirectory() as scratch:
            for folder in sorted(path for path in data.rglob("*") if path.is_dir()):
                outcomes += try_folder(folder, Path(scratch))
    failed = False
    for language, page in _PAGES.items():
        rows = made_rows(language)
        failed = failed or any(FAILED in row for row in rows)
        text = put_between(page.read_text(encoding="utf-8"), "made", rows)
        if outcomes:
            text = put_between(text, "found", found_rows(outcomes, language))
        page.write_text(text, encoding="utf-8")
    sys.stdout.write("\n".join([*made_rows("en"), *found_rows(outcomes, "en")]) + "\n")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
