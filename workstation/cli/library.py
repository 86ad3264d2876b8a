"""``reviewroom library``: keeping the typical models."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from workstation.cli.folders import FOLDER
from workstation.domain.errors import ScanUnreadable
from workstation.domain.typical_model import TypicalModel

_library_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--library",
    "folder",
    required=True,
    type=FOLDER,
    help="Folder of the library.",
)
_json_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--json", "as_json", is_flag=True, help="One JSON object a line."
)


@click.group("library")
def library_group() -> None:
    """Keep the library of typical models."""


@library_group.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--hs", required=True, help="HS code of the goods, 2 to 10 digits.")
@click.option("--name", required=True, help="Name of the goods.")
@click.option("--name-zh", default="", help="Name of the goods in Chinese.")
@click.option("--prohibited", is_flag=True, help="Goods that must never pass, whatever is said.")
@click.option("--source", default="", help="Where the picture comes from.")
@click.option("--proposed", is_flag=True, help="Wait for another librarian to approve.")
@_library_option
@_json_option
def add_command(  # noqa: PLR0913 - click passes one argument an option
    files: tuple[Path, ...],
    *,
    hs: str,
    name: str,
    name_zh: str,
    prohibited: bool,
    source: str,
    proposed: bool,
    folder: Path,
    as_json: bool,
) -> None:
    """Add FILES as typical models of one kind of goods; makes the library when there is none.

    Each is added by itself: what is on the shelf stays there when a later file is unreadable or
    the program is stopped, and adding the same again changes nothing.
    """
    # Opening the library brings the database in; only when it is needed.
    from workstation.assembly.library import add_model  # noqa: PLC0415
    from workstation.assembly.shelf import open_shelf  # noqa: PLC0415
    from workstation.cli.compare import check_codes  # noqa: PLC0415 - brings the engine in
    from workstation.imaging.names import pair_files  # noqa: PLC0415
    from workstation.library.curate import ModelLabel  # noqa: PLC0415

    check_codes((hs,))
    label = ModelLabel(hs=hs, name=name, name_zh=name_zh, prohibited=prohibited, source=source)
    shelf = open_shelf(folder)
    groups = pair_files(files)
    shows_progress = len(groups) > 1 and sys.stderr.isatty()
    unreadable = 0
    for done, group in enumerate(groups, start=1):
        try:
            model = add_model(shelf, group, label, approved=not proposed)
        except ScanUnreadable as error:
            unreadable += 1
            click.echo(f"reviewroom: {error.sentence()}", err=True)
            continue
        _say(model, as_json=as_json)
        if shows_progress:
            click.echo(f"reviewroom: {done} of {len(groups)} files", err=True)
    if unreadable:
        sys.exit(1)


@library_group.command("list")
@_library_option
@_json_option
def list_command(*, folder: Path, as_json: bool) -> None:
    """List the models, whatever their state."""
    from workstation.assembly.shelf import open_shelf  # noqa: PLC0415

    for model in open_shelf(folder, create=False).models():
        _say(model, as_json=as_json)


@library_group.command("approve")
@click.argument("model_id")
@_library_option
@_json_option
def approve_command(model_id: str, *, folder: Path, as_json: bool) -> None:
    """Let the engine use a proposed model."""
    from workstation.assembly.shelf import open_shelf  # noqa: PLC0415
    from workstation.library import curate  # noqa: PLC0415

    model = curate.approve(open_shelf(folder, create=False), model_id, now=datetime.now(UTC))
    _say(model, as_json=as_json)


@library_group.command("retire")
@click.argument("model_id")
@_library_option
@_json_option
def retire_command(model_id: str, *, folder: Path, as_json: bool) -> None:
    """Take a model out of use; its record stays."""
    from workstation.assembly.shelf import open_shelf  # noqa: PLC0415
    from workstation.library import curate  # noqa: PLC0415

    model = curate.retire(open_shelf(folder, create=False), model_id, now=datetime.now(UTC))
    _say(model, as_json=as_json)


@library_group.command("reindex")
@click.option("--all", "every", is_flag=True, help="Describe every model anew, not only those.")
@_library_option
@_json_option
def reindex_command(*, every: bool, folder: Path, as_json: bool) -> None:
    """Describe anew the models that this version of the engine cannot read; make a new index.

    Comparing goes on meanwhile with the models that can be read.
    """
    from workstation.assembly.library import index_library  # noqa: PLC0415
    from workstation.assembly.shelf import open_shelf  # noqa: PLC0415

    shelf = open_shelf(folder, create=False)
    failed = 0
    for done in index_library(folder, every=every):
        if done.problem is None:
            _say(shelf.model(done.model_id), as_json=as_json)
        else:
            failed += 1
            click.echo(f"reviewroom: {done.problem.sentence()}", err=True)
    if failed:
        sys.exit(1)


@library_group.command("export")
@click.argument("target", type=FOLDER)
@_library_option
@_json_option
def export_command(target: Path, *, folder: Path, as_json: bool) -> None:
    """Write the approved models into the folder TARGET."""
    from workstation.assembly.library import export_models  # noqa: PLC0415
    from workstation.assembly.shelf import open_shelf  # noqa: PLC0415

    count = export_models(open_shelf(folder, create=False), target)
    facts = {"exported": count, "folder": str(target)}
    click.echo(json.dumps(facts) if as_json else f"{count} models written to {target}")


@library_group.command("import")
@click.argument("origin", type=FOLDER)
@_library_option
@_json_option
def import_command(origin: Path, *, folder: Path, as_json: bool) -> None:
    """Add the exported models of the folder ORIGIN."""
    from workstation.assembly.library import import_models  # noqa: PLC0415
    from workstation.assembly.shelf import open_shelf  # noqa: PLC0415

    for model in import_models(open_shelf(folder), origin):
        _say(model, as_json=as_json)


def _say(model: TypicalModel, *, as_json: bool) -> None:
    from workstation.assembly.library import model_to_json  # noqa: PLC0415

    if as_json:
        click.echo(json.dumps(model_to_json(model), ensure_ascii=False))
        return
    flag = "  prohibited" if model.prohibited else ""
    name = f"{model.name} {model.name_zh}".strip()
    click.echo(f"{model.model_id}  {model.hs}  {model.state.value}  {name}{flag}")
