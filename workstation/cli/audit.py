"""``reviewroom audit``: checking the evidence log, and proving one decision of it."""

import json
import sys
from pathlib import Path

import click

from workstation.cli.folders import FOLDER
from workstation.domain.errors import SettingsInvalid

_PATH = click.Path(path_type=Path)
_data_option = click.option(
    "--data",
    required=True,
    type=FOLDER,
    help="The hub's data folder.",
)
_json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object.")


@click.group("audit", short_help="Check the evidence log; prove a decision.")
def audit_group() -> None:
    """Check the evidence log of a hub, and prove what is in it."""


@audit_group.command("verify")
@_data_option
@click.option(
    "--checkpoints",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="Checkpoints that were kept elsewhere: a file, or a folder of them.",
)
@click.option(
    "--hub-pub",
    "hub_pubs",
    multiple=True,
    help="The hub's public signing key, or a hub.card; default: the card in the data folder.",
)
@click.option(
    "--orders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A site's folder 'decisions': what it acted on.",
)
@click.option("--contents", is_flag=True, help="Hash every scan package, too; takes longer.")
@_json_option
def verify_command(  # noqa: PLR0913 - one argument an option
    *,
    data: Path,
    checkpoints: tuple[Path, ...],
    hub_pubs: tuple[str, ...],
    orders: tuple[Path, ...],
    contents: bool,
    as_json: bool,
) -> None:
    """Check every entry and checkpoint, and that the records agree with them.

    Ends with 1 when something does not hold. Changes nothing; the hub may be running. A key and
    checkpoints that lie in the data folder itself convince nobody who doubts its administrator:
    name those that sites and desks keep in their folder 'witness'.
    """
    # The database is brought in only when it is needed.
    from workstation.storage.verify import verify_folder  # noqa: PLC0415

    publics = tuple(public_key(one) for one in hub_pubs)
    report = verify_folder(
        data, contents=contents, publics=publics, checkpoints=checkpoints, orders=orders
    )
    if as_json:
        facts = {
            "entries": report.entries,
            "verified": report.verified,
            "first_bad": report.first_bad,
            "reason": report.reason,
            "proven": report.proven,
            "checkpoints": report.checkpoints,
        }
        click.echo(json.dumps(facts, ensure_ascii=False))
    elif report.verified:
        click.echo(f"{report.entries} entries, all hold")
        click.echo(f"{_proven(report.proven)}; {report.checkpoints} checkpoints")
    if report.first_bad is not None:
        signed = report.first_bad <= report.proven
        what = "is contradicted" if signed else "does not hold"
        fault = f"entry {report.first_bad} {what}: {report.reason}"
        click.echo(f"reviewroom: {fault}. {_proven(report.proven)}.", err=True)
        sys.exit(1)


@audit_group.command("prove")
@click.argument("decision_id")
@_data_option
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write, such as decision.tlog-proof.",
)
def prove_command(decision_id: str, *, data: Path, output: Path) -> None:
    """Write the proof that DECISION_ID was recorded, to be checked without the database."""
    from workstation.storage.homes import must_be_there  # noqa: PLC0415 - brings SQL in
    from workstation.storage.proving import prove_decision  # noqa: PLC0415
    from workstation.storage.records import HUB_DATABASE  # noqa: PLC0415
    from workstation.storage.verify import own_keys  # noqa: PLC0415

    must_be_there(data / HUB_DATABASE)
    keys = own_keys(data)
    if not keys:
        raise SettingsInvalid(str(data / "hub.card"), "there is no hub card; start the hub once")
    output.write_text(prove_decision(data, decision_id, keys[0]), encoding="utf-8")
    click.echo(f"proof of decision {decision_id} written to {output}")


@audit_group.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--hub-pub", required=True, help="The hub's public signing key, or a hub.card that you trust."
)
@_json_option
def check_command(file: Path, *, hub_pub: str, as_json: bool) -> None:
    """Check the proof in FILE and show what it proves; ends with 1 when it does not hold."""
    from workstation.audit.proof import check_proof  # noqa: PLC0415 - brings cryptography in

    proven = check_proof(file.read_text(encoding="utf-8", errors="replace"), public_key(hub_pub))
    entry, checkpoint = proven.entry, proven.checkpoint
    if as_json:
        facts = {"verified": True, "entry": entry, "checkpoint": checkpoint.size}
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    click.echo(f"holds: entry {entry['seq']} of {checkpoint.size} in {checkpoint.origin}")
    click.echo(f"at     {entry.get('at')}")
    click.echo(f"tag    {entry.get('tag')}")
    click.echo(json.dumps(entry["facts"], ensure_ascii=False, indent=1, sort_keys=True))


def public_key(text: str) -> str:
    """Return the public key (hex) that an option names: itself, or that in a hub card.

    Raises
    ------
    SettingsInvalid
        If it is neither.
    """
    from workstation.assembly.card import read_card  # noqa: PLC0415 - brings the wire in

    try:
        if len(bytes.fromhex(text)) == 32:
            return text.lower()
    except ValueError:
        pass
    return read_card(Path(text)).signing_key


def _proven(size: int) -> str:
    if size == 0:
        return "No checkpoint proves anything"
    return f"Entries 1 to {size} are proven by a signed checkpoint"
