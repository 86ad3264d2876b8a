"""Joins a hub: records, blobs, library, engine job and sockets, from one data folder."""

import logging
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from queue_client.errors import KeyProblem
from queue_client.keys import KeyPair, SigningKey
from workstation.assembly.shelf import open_shelf
from workstation.assembly.supervision import contributions
from workstation.domain.context import Tier
from workstation.domain.errors import StorageUnavailable
from workstation.hub.broker import Hub
from workstation.hub.checkpoints import CheckpointKeeper
from workstation.hub.dispatch import DispatchPolicy
from workstation.hub.leading import Leading
from workstation.hub.options import HubKeys, HubSettings
from workstation.hub.ports import ModelPackage
from workstation.hub.projections import FOLDER
from workstation.library.ports import ModelShelf
from workstation.settings import HubConfig
from workstation.storage.blobs import FolderBlobs
from workstation.storage.checkpoints import CHECKPOINTS, FolderCheckpoints
from workstation.storage.homes import are_there, must_be_there
from workstation.storage.records import HUB_DATABASE, SqlRecords, open_records
from workstation.storage.room_now import RoomReader
from workstation.storage.steering_now import SteeringReader
from workstation.storage.verify import CARD

_LOG = logging.getLogger(__name__)
COMPARE_JOB: Final = "workstation.assembly.compare_job:compare_package"
UPKEEP_JOB: Final = "workstation.assembly.upkeep_job:keep_hub"
UPKEEP_FIRST: Final = "workstation.assembly.upkeep_job:open_lines"


def library_folder(config: HubConfig) -> Path:
    """Return the folder of typical models that a hub uses."""
    return config.library if config.library is not None else config.data / "library"


def load_keys(data: Path, keys: Path | None = None) -> HubKeys:
    """Load the hub's keys from a folder, which must have them.

    Without one they lie in the data folder and are made at the first start.
    """
    folder = data / "keys" if keys is None else keys
    curve, signing = folder / "hub.curve.key", folder / "hub.signing.key"
    if keys is None and not curve.exists():
        KeyPair.make().save(curve)
    if keys is None and not signing.exists():
        SigningKey.make().save(signing)
    try:
        return HubKeys(curve=KeyPair.load(curve), signing=SigningKey.load(signing))
    except OSError as error:
        raise KeyProblem(str(folder), error.strerror or "cannot be read") from error


def keys_of(config: HubConfig, records: SqlRecords) -> HubKeys:
    """Load a hub's keys; tell when they had to be made for a room that knows others already."""
    made = config.keys is None and not (config.data / "keys" / "hub.curve.key").exists()
    keys = load_keys(config.data, config.keys)
    if made and records.principals():
        _LOG.error(
            "the hub had no keys and has made new ones: no site and no desk knows them; stop it, "
            "put the old keys back and start it again, or give out the new hub.card",
            extra={"folder": str(config.data / "keys")},
        )
    elif made:
        _LOG.info("keys made; sites and desks need a copy of hub.card")
    return keys


def refuse_lost_records(data: Path) -> None:
    """Refuse a folder in which a hub has run, and whose records are gone.

    Without them it would begin anew and know nothing of what it took in and decided. A file of no
    length is what a broken copy or a lost disk leaves; so is one that a first start was killed
    over, but then nothing was announced yet.

    Raises
    ------
    StorageUnavailable
        If the file of the records is empty or missing.
    """
    path = data / HUB_DATABASE
    has_run = (data / CARD).is_file() or any((data / CHECKPOINTS).glob("*"))
    if not has_run or are_there(path):
        return
    lost = StorageUnavailable(str(path), "the records are gone, and a hub has run in this folder")
    lost.advice = (
        "Keep the folder as it is and restore the newest backup into another one. A room that is "
        "to begin anew needs an empty folder."
    )
    raise lost


def open_hub_records(data: Path) -> SqlRecords:
    """Open the records of a hub's data folder; migrate them to the newest form first."""
    return open_records(data / HUB_DATABASE)


def open_kept_records(data: Path) -> SqlRecords:
    """Open the records of a hub that has run already; makes none where there are none.

    Raises
    ------
    DatabaseMissing
        If no hub keeps its records there.
    """
    must_be_there(data / HUB_DATABASE)
    return open_hub_records(data)


def dispatch_policy(config: HubConfig) -> DispatchPolicy:
    """Return how a hub shares its work, as its configuration says."""
    return DispatchPolicy(
        limits={
            Tier.HIGH: 60.0 * config.limit_high_min,
            Tier.RAISED: 60.0 * config.limit_raised_min,
            Tier.ORDINARY: 60.0 * config.limit_ordinary_min,
        },
        trained={chapter: frozenset(who) for chapter, who in config.trained.items()},
        skips_per_hour=config.skips_per_hour,
        work_s=60.0 * config.work_min,
        rest_s=60.0 * config.rest_min,
    )


def build_hub(config: HubConfig, records: SqlRecords | None = None) -> Hub:
    """Join a hub that is ready to run; its records are opened here unless they are given.

    Raises
    ------
    StorageUnavailable
        If the data folder cannot be made, read or written.
    KeyProblem
        If a key file is open to others or damaged.
    """
    records = open_hub_records(config.data) if records is None else records
    blobs = FolderBlobs(config.data)
    shelf = open_shelf(library_folder(config), create=True)
    descriptions = config.data / "descriptions"
    # A child may write below folders alone that are there when it begins.
    test_images = config.data / FOLDER
    for folder in (descriptions, test_images):
        folder.mkdir(exist_ok=True)
    settings = HubSettings(
        data_dir=config.data,
        endpoint=config.endpoint,
        recall_s=config.recall_s,
        lease_ttl_s=config.lease_ttl_s,
        lease_grace_s=config.lease_grace_s,
        leases_per_desk=config.leases_per_desk,
        idle_s=config.session_idle_s,
        session_s=config.session_longest_s,
        max_scan_bytes=config.max_scan_mb << 20,
        uploads_per_site=config.uploads_per_site,
        uploads_at_once=config.uploads_at_once,
        under_way_bytes=config.under_way_mb << 20,
        queue_high_mark=config.queue_high_mark,
        rescan_poor_scans=config.rescan_poor_scans,
        compare_workers=config.compare_workers,
        park_after=config.park_after,
        tiers=config.tiers,
        dispatch=dispatch_policy(config),
        compare_job=COMPARE_JOB,
        compare_options={
            "library": str(library_folder(config)),
            "false_alarm_rate": config.false_alarm_rate,
            "descriptions": str(descriptions),
            "data": str(config.data),
            "first": UPKEEP_FIRST,
            "scrub_share": config.scrub_percent / 100,
            "rescan_poor_scans": config.rescan_poor_scans,
            "writable": [str(library_folder(config)), str(descriptions), str(test_images)],
        },
        upkeep_job=UPKEEP_JOB,
        compare_timeout_s=config.compare_timeout_s,
        reserve_bytes=int(shutil.disk_usage(config.data).total * config.reserve_fraction),
    )
    keys = keys_of(config, records)
    hub = Hub(
        records=records,
        blobs=blobs,
        models=ShelfPackages(shelf),
        keys=keys,
        settings=settings,
    )
    notes = FolderCheckpoints(config.data / CHECKPOINTS)
    keeper = hub.checkpoints = CheckpointKeeper(records, notes, keys.signing)
    hub.supervision.take(
        contributions(
            config,
            records,
            lambda: keeper.witnesses,
            hub.blindness,
            is_storing=hub.is_storing,
        )
    )
    hub.projections.attach(records, config.data)
    hub.lead(
        lambda loop: Leading(records, RoomReader(config.data), SteeringReader(config.data), loop)
    )
    return hub


class ShelfPackages:
    """Finds the pictures of typical models on a shelf; fits `hub.ports.ModelPackages`."""

    def __init__(self, shelf: ModelShelf) -> None:
        self._shelf = shelf

    def packages(self, model_ids: Sequence[str]) -> Sequence[ModelPackage]:
        """Return the packages of models in the order asked; unknown models are left out."""
        found = []
        for model_id in model_ids:
            try:
                model, path = self._shelf.model(model_id), self._shelf.package(model_id)
            except KeyError:
                continue
            found.append(
                ModelPackage(
                    model_id=model_id,
                    hs=model.hs,
                    name=model.name,
                    name_zh=model.name_zh,
                    sha256=model.package_sha256,
                    size=path.stat().st_size,
                    path=path,
                )
            )
        return found
