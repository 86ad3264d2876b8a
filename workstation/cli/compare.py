"""``reviewroom compare``: scans against the typical models of their goods."""

import json
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from workstation.cli.folders import FOLDER
from workstation.domain.comparison import Comparison, LotFinding, comparison_to_json
from workstation.domain.declaration import declaration_from_json
from workstation.domain.errors import DeclarationUnreadable, ScanUnreadable
from workstation.matching.describe import describe
from workstation.matching.description import Description
from workstation.matching.engine import Engine


@click.command("compare")
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--hs", "codes", multiple=True, help="Declared HS code; may be given again.")
@click.option(
    "--declaration",
    "declaration_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Declaration as JSON; its HS codes are added to those given.",
)
@click.option(
    "--lot",
    is_flag=True,
    help="FILES are containers of one declaration: tell which is unlike the others.",
)
@click.option(
    "--library",
    "folder",
    required=True,
    type=FOLDER,
    help="Folder of the library of typical models.",
)
@click.option("--top", default=5, show_default=True, type=click.IntRange(min=0))
@click.option(
    "--false-alarms",
    default=0.05,
    show_default=True,
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Share of honest loads that may be called inconsistent.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def compare_command(  # noqa: PLR0913 - click passes one argument an option
    files: tuple[Path, ...],
    codes: tuple[str, ...],
    declaration_file: Path | None,
    folder: Path,
    *,
    lot: bool,
    top: int,
    false_alarms: float,
    as_json: bool,
) -> None:
    """Compare FILES with the typical models of the declared HS codes and with all others.

    Two files that are the high and the low energy of one scan count as one. Each answer is
    printed as soon as it is ready. With --lot one more line follows when all are compared: which
    of the containers is unlike the others, by its file; a line that is printed is never revised.
    """
    # Opening the library brings the database in; only when it is needed.
    from workstation.assembly.library import engine_on  # noqa: PLC0415
    from workstation.imaging.names import pair_files  # noqa: PLC0415

    check_codes(codes)
    if declaration_file is not None:
        codes = tuple(dict.fromkeys((*codes, *_declared_in(declaration_file))))
    unreadable = 0
    containers: dict[str, Description] = {}
    with closing(engine_on(folder, false_alarm_rate=false_alarms)) as engine:
        for group in pair_files(files):
            try:
                answer, description = _compare_one(engine, group, codes, top)
            except ScanUnreadable as error:
                unreadable += 1
                click.echo(f"reviewroom: {error.sentence()}", err=True)
                continue
            containers[str(group[0])] = description
            _say(json.dumps(answer, ensure_ascii=False) if as_json else _in_words(answer))
        if lot and containers:
            found = engine.compare_lot(next(iter(containers)), containers)
            _say(json.dumps(_lot(found, list(containers))) if as_json else _lot_in_words(found))
    if unreadable:
        sys.exit(1)


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()


def _declared_in(file: Path) -> tuple[str, ...]:
    """Return the HS codes of a declaration file; raises `DeclarationUnreadable`."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise DeclarationUnreadable(str(file), error.strerror or "cannot be read") from error
    except (ValueError, RecursionError) as error:
        raise DeclarationUnreadable(str(file), "it is not JSON") from error
    return declaration_from_json(data, source=str(file)).hs_codes


def _lot(found: LotFinding, files: list[str]) -> dict[str, Any]:
    return {"lot": {"files": files, "odd": found.odd, "score": found.score}}


def _lot_in_words(found: LotFinding) -> str:
    count = found.sisters + 1
    if found.odd is None:
        return f"lot of {count}: none stands apart"
    return f"lot of {count}: {found.odd} is unlike the others ({found.score:.1f})"


def check_codes(codes: tuple[str, ...]) -> None:
    """Refuse, as wrong usage, what is no HS code."""
    for code in codes:
        if not (code.isascii() and code.isdigit() and 2 <= len(code) <= 10):
            raise click.BadParameter(f"{code!r} is not 2 to 10 digits", param_hint="--hs")


def _compare_one(
    engine: Engine, group: tuple[Path, ...], codes: tuple[str, ...], top: int
) -> tuple[dict[str, Any], Description]:
    from workstation.assembly.scans import pixels_of  # noqa: PLC0415
    from workstation.imaging.sandbox.apart import apart  # noqa: PLC0415

    started = time.monotonic()
    pixels = pixels_of(apart().read_files(group))
    description = describe(pixels)
    comparison = engine.compare(pixels, declared=codes, top=top, described=description)
    return _answer(group, comparison, time.monotonic() - started), description.thinned()


def _answer(group: tuple[Path, ...], comparison: Comparison, elapsed_s: float) -> dict[str, Any]:
    """Return the whole comparison with the file's name first; time counts reading too."""
    whole = comparison_to_json(comparison)
    del whole["schema"]
    return {"file": str(group[0]), **whole, "elapsed_s": round(elapsed_s, 4)}


def _in_words(answer: dict[str, Any]) -> str:
    p_value = answer["p_value"]
    lines = [
        f"{answer['file']}: {answer['verdict']}"
        + ("" if p_value is None else f" (p = {p_value:.3g})")
        + (f" - {', '.join(answer['reasons'])}" if answer["reasons"] else "")
    ]
    lines += [
        f"  {match['score']:.2f}  {match['hs']}  {match['name']}  ({match['model']})"
        for match in answer["matches"]
    ]
    lines += [
        f"  look at rows {d['row']}-{d['row'] + d['height']}, columns "
        f"{d['column']}-{d['column'] + d['width']}: {', '.join(d['why'])} ({d['score']:.2f})"
        for d in answer["deviations"]
    ]
    lines += [f"  PROHIBITED  {m['score']:.2f}  {m['name']}" for m in answer["prohibited"]]
    return "\n".join(lines)
