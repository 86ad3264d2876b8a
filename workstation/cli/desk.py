"""``reviewroom desk``: open the reviewer's window, or offer the demo when there is no hub yet."""

import secrets
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Final

import click
from platformdirs import user_cache_path, user_config_path

from queue_client.keys import HubAddress, KeyPair, is_endpoint
from workstation import logs
from workstation.assembly.card import read_card
from workstation.cli.examples import example_option
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
@click.option("--reset-layout", is_flag=True, help="Forget saved layouts and window places.")
@click.option("--training", is_flag=True, help="Practise on simulated cases; nothing counts.")
@click.option("--cases", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option(
    "--warm-up",
    type=click.IntRange(0, 1000),
    default=6,
    show_default=True,
    help="In a training: so many cases at the start hide something more often than not.",
)
@click.option("--seed", type=int, help="In a training: the same seed gives the same cases.")
@example_option("desk")
def desk_command(  # noqa: PLR0913 - one parameter an option
    *,
    config: Path | None,
    endpoint: str | None,
    lang: str | None,
    reset_layout: bool,
    training: bool,
    cases: int,
    warm_up: int,
    seed: int | None,
) -> None:
    """Open the reviewer's desk at a hub.

    Without a configuration the demo is offered: a room of its own on this machine. A training
    needs no hub.
    """
    if endpoint is not None and not is_endpoint(endpoint):
        raise click.UsageError(f"--hub is tcp://HOST:PORT, got {endpoint!r}")
    # Both lazily: they open the window.
    from ui.desk_settings import DeskSettings  # noqa: PLC0415
    from ui.entrance import require_display, run_desk  # noqa: PLC0415

    require_display()
    if training:
        sys.exit(_train(cases=cases, warm_up=warm_up, seed=seed, lang=lang))
    found = config if config is not None else user_config_path(PROGRAM) / "desk.toml"
    if config is None and not found.exists():
        _offer_demo(endpoint, found)
        return
    settings = read_desk(found)
    card = read_card(settings.hub_card)
    address = card.address
    if endpoint is not None:
        address = type(address)(endpoint=endpoint, server_key=address.server_key)
    seat = DeskSettings(
        address=address,
        keys=KeyPair.load(settings.keys),
        desk=settings.desk,
        signing_key=card.signing_key,
        officer=settings.officer,
        cache=_cache(settings),
        presets=user_config_path(PROGRAM) / "presets",
        layouts=user_config_path(PROGRAM) / "layouts",
        reset_layout=reset_layout,
        language=lang or settings.language,
        prefetch_bytes=settings.prefetch_mb << 20,
        lock_after_min=settings.lock_after_min,
        lock_grace_s=settings.lock_grace_s,
        decode_apart=True,
    )
    log = nullcontext() if settings.log_file is None else logs.written_aside(settings.log_file)
    with log:
        code = run_desk(seat)
    sys.exit(code)


def _train(*, cases: int, warm_up: int, seed: int | None, lang: str | None) -> int:
    """Open a desk at a stand-in for a hub, all within a folder that goes with the window."""
    # Both lazily: they open the window.
    from ui.desk_settings import DeskSettings  # noqa: PLC0415
    from ui.entrance import run_desk  # noqa: PLC0415
    from workstation.assembly.training import (  # noqa: PLC0415 - only for a training
        TRAINEE,
        Trainer,
        TrainingPlan,
    )

    with tempfile.TemporaryDirectory(prefix="reviewroom-training-") as folder:
        drawn = secrets.randbelow(1_000_000) if seed is None else seed
        trainer = Trainer(
            TrainingPlan(folder=Path(folder) / "cases", seed=drawn, cases=cases, warm_up=warm_up)
        )
        trainer.start()
        try:
            return run_desk(
                DeskSettings(
                    address=HubAddress(endpoint="", server_key=""),
                    keys=KeyPair.make(),
                    desk="training",
                    officer=TRAINEE,
                    password=TRAINEE,
                    cache=Path(folder) / "desk",
                    language=lang,
                    lock_after_min=0,
                    connect=lambda: trainer,
                    training=trainer,
                )
            )
        finally:
            trainer.stop()


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
