"""``reviewroom backup``: copy a hub's data while it runs, and check the copy."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from workstation.cli.folders import FOLDER
from workstation.cli.passphrase import passphrase_option


@click.command("backup", short_help="Back up a hub's data while it runs.")
@click.option(
    "--data",
    required=True,
    type=FOLDER,
    help="The hub's data folder.",
)
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    type=FOLDER,
    help="Folder of backups, best on another disk; each gets a folder of its own in it.",
)
@click.option(
    "--keys",
    "box",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write the hub's keys into this file, locked by a passphrase. Keep it elsewhere.",
)
@passphrase_option(confirm=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def backup_command(
    *, data: Path, folder: Path, box: Path | None, passphrase: str, as_json: bool
) -> None:
    """Copy database, packages and library; check all of it; only then give it its name.

    Packages that an earlier backup in the same folder holds take no more room. The hub's keys
    are not in a backup: whoever has them can release containers in the hub's name.
    """
    # The database is brought in only when it is needed.
    from workstation.storage.backup import back_up  # noqa: PLC0415
    from workstation.storage.key_box import lock_keys  # noqa: PLC0415

    report = back_up(data, folder, now=datetime.now(UTC))
    keys = 0 if box is None else lock_keys(data / "keys", box, passphrase)
    if as_json:
        click.echo(json.dumps({**asdict(report), "keys": keys}))
        return
    click.echo(f"{report.folder}: {report.packages} packages, {report.copied} of them copied now")
    click.echo(f"{report.entries} audit entries, all hold")
    if folder.resolve().is_relative_to(data.resolve()):
        click.echo("It lies in the hub's own folder and is lost with it: name another disk.")
    if report.missing:
        click.echo(f"{len(report.missing)} packages are not in the hub's store; run a scrub")
    if box is None:
        click.echo(
            "The hub's keys are NOT in it. Keep a copy of them elsewhere (--keys FILE): without "
            "them every site and desk must be given a new card."
        )
    else:
        click.echo(f"{keys} keys are locked in {box}; keep it and its passphrase apart from this")
