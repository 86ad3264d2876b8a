"""What a demo is asked to show, and where its parts stand in the data folder."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workstation.domain.errors import ReviewRoomError, SettingsInvalid
from workstation.imaging.readers import pair_files
from workstation.site_agent.photos import is_photo

PICTURES: Final = (".jpg", ".jpeg", ".png", ".tif", ".tiff")
EVERY_NTH_FILE: Final = 3
OFFICER: Final = "demo"
DESK: Final = "desk-1"
SITE_NAMES: Final = ("yantian", "nansha", "waigaoqiao", "tianjin", "qianwan", "beilun")


class InputEmpty(ReviewRoomError):
    """There is nothing to replay."""

    advice = f"Name a folder that holds files ending in {', '.join(PICTURES)}."

    def __init__(self, folder: str) -> None:
        super().__init__(f"{folder}: there are no scan files in this folder")
        self.folder = folder


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPlan:
    """How many sites and scans, from which seed or which real files, and into which folder.

    ``pace_s`` is the time between two scans arriving anywhere in the room [s].

    Raises
    ------
    SettingsInvalid
        If a number is out of its range or the input folder is not there.
    InputEmpty
        If the input folder holds no scan file.
    """

    data: Path
    sites: int = 3
    scans: int = 24
    seed: int = 1
    input: Path | None = None
    pace_s: float = 1.0

    def __post_init__(self) -> None:
        if not 1 <= self.sites <= 64:
            raise SettingsInvalid("demo", f"sites must be from 1 to 64, got {self.sites}")
        if not 1 <= self.scans <= 100_000:
            raise SettingsInvalid("demo", f"scans must be from 1 to 100000, got {self.scans}")
        if self.input is not None and not self.input.is_dir():
            raise SettingsInvalid(str(self.input), "is not a folder of scan files")
        if self.input is not None and not self.arriving_files():
            raise InputEmpty(str(self.input))

    @property
    def hub(self) -> Path:
        """The hub's data folder."""
        return self.data / "hub"

    @property
    def ready(self) -> Path:
        """The card that the hub writes once its door is open."""
        return self.hub / "hub.ready"

    @property
    def logs(self) -> Path:
        """What the processes of the demo say."""
        return self.data / "logs"

    @property
    def drops(self) -> Path:
        """The list of everything that the scanners dropped, one JSON object a line."""
        return self.data / "drops.jsonl"

    @property
    def cache(self) -> Path:
        """The desk's cache of scan packages and its journal."""
        return self.data / "desk"

    def site_names(self) -> tuple[str, ...]:
        """Return the names of the scanning sites."""
        extra = (f"site-{number}" for number in range(len(SITE_NAMES) + 1, self.sites + 1))
        return (*SITE_NAMES, *extra)[: self.sites]

    def site(self, name: str) -> Path:
        """Return a site's folder."""
        return self.data / "sites" / name

    def key_file(self, name: str) -> Path:
        """Return the key file of a machine."""
        return self.data / "keys" / f"{name}.key"

    def arriving_files(self) -> list[tuple[Path, ...]]:
        """Return the real scans in the order of their arrival.

        Those that are typical models, too, come last: a scan beside itself shows nothing.
        """
        if self.input is None:
            return []
        found = real_files(self.input)
        models = found[::EVERY_NTH_FILE]
        return [files for files in found if files not in models] + models

    def model_files(self) -> list[tuple[Path, ...]]:
        """Return the real scans that become typical models."""
        return [] if self.input is None else real_files(self.input)[::EVERY_NTH_FILE]

    def models_first(self) -> int:
        """Return how many typical models are made before the room opens; the rest follow."""
        return 8 if self.input is None else len(self.model_files())

    def expected(self) -> int:
        """Return how many scans will come: of real files, each scan of the folder once."""
        if self.input is None:
            return self.scans
        return min(self.scans, len(self.arriving_files()))


def real_files(folder: Path) -> list[tuple[Path, ...]]:
    """Return the scan files of a folder in a fixed order; two energies of one scan together.

    Photos beside a scan are no scans.
    """
    found = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in PICTURES and not is_photo(path.name)
    )
    return list(pair_files(found))
