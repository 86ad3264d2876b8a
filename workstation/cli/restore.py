"""``reviewroom restore``: a hub's data from a backup, and what follows from that."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from workstation.cli.folders import FOLDER
from workstation.cli.passphrase import passphrase_option


@click.command("restore", short_help="Restore a hub's data from a backup.")
@click.argument("backup", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--data",
    required=True,
    type=FOLDER,
    help="An empty folder; it becomes the hub's data folder.",
)
@click.option(
    "--keys",
    "box",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of locked keys, as backup --keys wrote it.",
)
@passphrase_option(confirm=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def restore_command(
    *, backup: Path, data: Path, box: Path | None, passphrase: str, as_json: bool
) -> None:
    """Restore the newest backup in a folder of backups, or the one that is named.

    What sites have stored or applied since is not lost: they are asked for it, and until a site
    has answered none of its cases is given to a desk, so that nothing decided is reviewed again.
    """
    from workstation.storage.backup import restore  # noqa: PLC0415
    from workstation.storage.key_box import keys_in, put_keys  # noqa: PLC0415

    # First: a passphrase that is mistyped must not leave a folder that is no longer empty.
    unlocked = {} if box is None else keys_in(box, passphrase)
    report = restore(backup, data, now=datetime.now(UTC))
    keys = put_keys(unlocked, data / "keys") if unlocked else 0
    has_keys = (data / "keys" / "hub.signing.key").is_file()
    if as_json:
        click.echo(json.dumps({**asdict(report), "keys": keys}))
        return
    click.echo(f"restored as of {report.taken_at}: {report.entries} audit entries, all hold")
    click.echo(f"{report.packages} packages; this is epoch {report.epoch} of the hub")
    if report.missing:
        click.echo(f"{len(report.missing)} packages are missing and are asked for at their sites")
    if report.sites:
        click.echo(f"waiting for the reports of: {', '.join(report.sites)}")
    click.echo(
        "Machines revoked and officers disabled since then may come in again, and old passwords "
        "open: look at 'keys list' and 'officers list' before the hub starts."
    )
    if not has_keys:
        click.echo(
            "The hub's keys are not here. Put them into keys/ before the hub starts, or it makes "
            "new ones that no site and no desk believes."
        )


@click.command("settle", short_help="Answer for a site that cannot report after a restore.")
@click.argument("site")
@click.option("--data", required=True, type=FOLDER)
@click.option("--officer", required=True, help="Who answers for it; written into the audit.")
def settle_command(*, site: str, data: Path, officer: str) -> None:
    """Let a site's cases be leased although it has not told what it applied since the backup.

    Only for a site whose own disk is lost. What it released or opened since is reviewed again.
    """
    from workstation.assembly.hub import open_kept_records  # noqa: PLC0415

    records = open_kept_records(data)
    try:
        settled = records.reported(site, by=officer, now=datetime.now(UTC))
    finally:
        records.close()
    if not settled:
        click.echo(f"reviewroom: the hub does not wait for a report of {site}.", err=True)
        sys.exit(1)
    click.echo(f"{site} is settled; {officer} answers for it")
