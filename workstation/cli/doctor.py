"""``reviewroom doctor``: is this machine fit, and if not, what to do."""

import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Final

import click

from workstation.cli import checks
from workstation.cli.checks import Finding, State
from workstation.cli.config_checks import checks_of
from workstation.cli.decoder_check import check_decoder
from workstation.cli.folders import FOLDER

_SIGN: Final = {State.OK: "ok      ", State.DOUBTFUL: "doubtful", State.BAD: "BAD     "}


@click.command("doctor")
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also check this configuration: its folders, keys, ports, and whether the hub answers.",
)
@click.option(
    "--data",
    type=FOLDER,
    help="Check the disk and database of this folder (default: the system's temporary one).",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def doctor_command(config: Path | None, data: Path | None, *, as_json: bool) -> None:
    """Check fonts, screen, database, disk, clock, keys and engine.

    Ends with 1 when something is bad, so that scripts can ask.
    """
    findings = checks.run_checks(
        [*_of_machine(data), *([] if config is None else checks_of(config))]
    )
    if as_json:
        fit = all(finding.state is not State.BAD for finding in findings)
        record = {"fit": fit, "checks": [asdict(finding) for finding in findings]}
        click.echo(json.dumps(record, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(_line(finding))
    sys.exit(int(any(finding.state is State.BAD for finding in findings)))


def _of_machine(data: Path | None) -> list[tuple[str, Callable[[], Finding]]]:
    folder = Path(tempfile.gettempdir()) if data is None else data
    return [
        ("python", checks.check_python),
        ("libraries", checks.check_libraries),
        ("windows", checks.check_window_libraries),
        ("display", checks.check_display),
        ("fonts", checks.check_fonts),
        ("database", partial(checks.check_database, folder)),
        ("disk", partial(checks.check_disk, folder)),
        ("clock", checks.check_clock),
        ("wire", checks.check_wire),
        ("engine", checks.check_engine),
        ("decoder", check_decoder),
    ]


def _line(finding: Finding) -> str:
    advice = f" {finding.advice}" if finding.advice else ""
    return f"{_SIGN[finding.state]}  {finding.name:<10} {finding.says}.{advice}"
