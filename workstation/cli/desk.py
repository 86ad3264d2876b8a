"""``reviewroom desk``: open the reviewer's window, or offer the demo when there is no hub yet."""

import sys
from pathlib import Path
from typing import Final

import click
from platformdirs import user_cache_path, user_config_path

from queue_client.keys import KeyPair
from workstation.assembly.card import read_card
from workstation.settings import DeskConfig, read_desk

PROGRAM: Final = "reviewroom"


@click.command("desk", short_help="Open the reviewer's desk.")
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Configuration file with a table [desk]; else the user's own desk.toml.",
)
@click.option(
    "--hub",
    "endpoint",
    help="Where the hub listens, such as tcp://10.1.2.3:5947; else as its card says.",
)
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the window.")
def desk_command(config: Path | None, endpoint: str | None, lang: str | None) -> None:
    """Open the reviewer's desk at a hub.

    Without a configuration the demo is offered: a room of its own on this machine.
    """
    from ui.app import DeskSettings, require_display, run_desk  # noqa: PLC0415 - opens the window

    require_display()
    found = config if config is not None else user_config_path(PROGRAM) / "desk.toml"
    if config is None and not found.exists():
        _offer_demo(endpoint, found)
        return
    settings = read_desk(found)
    card = read_card(settings.hub_card)
    address = card.address
    if endpoint is not None:
        address = type(address)(endpoint=endpoint, server_key=address.server_key)
    code = run_desk(
        DeskSettings(
            address=address,
            keys=KeyPair.load(settings.keys),
            desk=settings.desk,
            officer=settings.officer,
            cache=_cache(settings),
            presets=user_config_path(PROGRAM) / "presets",
            language=lang or settings.language,
            prefetch_bytes=settings.prefetch_mb << 20,
            lock_grace_s=settings.lock_grace_s,
        )
    )
    sys.exit(code)


def _offer_demo(endpoint: str | None, wanted: Path) -> None:
    """Say what is missing; at a terminal, ask whether to show the demo instead."""
    what = f"no hub is configured: there is no {wanted}"
    how = "write it as the README tells, or run 'reviewroom demo'"
    if endpoint is not None or not sys.stdin.isatty():
        raise click.UsageError(f"{what}; {how}")
    click.echo(f"{what[0].upper()}{what[1:]}.", err=True)
    if click.confirm("Show the demo, a room of its own on this machine?", default=True, err=True):
        from workstation.cli.demo import demo_command  # noqa: PLC0415 - only when it is wanted

        demo_command.main(args=[], prog_name="reviewroom demo", standalone_mode=False)


def _cache(settings: DeskConfig) -> Path:
    return settings.cache if settings.cache is not None else user_cache_path(PROGRAM) / "desk"
