"""Everything that reads foreign bytes without decoding a pixel, as functions of bytes.

``python -m tests.benchmarks.fuzz_parsers [EXECUTIONS] [SEED]`` runs our own mutators over them,
without looking at coverage; `fuzz_atheris` lets libFuzzer choose. The last line is one JSON object.
"""

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from tests.benchmarks.fuzz_mutators import spoil
from tests.benchmarks.fuzz_seeds import seeds
from workstation.domain.errors import ReviewRoomError
from workstation.imaging import description, names
from workstation.imaging.package_levels import coarse_reaches
from workstation.imaging.photos import clean_photo, packed_photo
from workstation.imaging.picture_headers import jpeg_header, png_header
from workstation.imaging.polyglots import refuse_polyglot
from workstation.imaging.readers.registry import reader_of, readers
from workstation.imaging.tiffs import DECODER_FAULTS
from workstation.site_agent.declarations import read_declaration

_HANG_S: Final = 2.0
_SHOWN: Final = 5
_TEXTS: Final = (
    b"""{"schema": "reviewroom.scan/1", "scan_id": "a", "view": "side", "band": "high", "planes": 2,
    "pitch_mm": [5, 4.5], "time": "2026-01-02T03:04:05Z", "wedge": [{"material": "iron",
    "g_cm2": [0, 8], "transmission": [1, 0.5]}], "missing_photos": [{"number": 1, "fault": ""}]}""",
    b"""{"schema": "reviewroom.level/1", "reduced": 4}""",
    b"""{"number": "D1", "container": "CSQU3054383", "consignor": "a", "items": [{"line": 1,
    "hs": "080810", "description": "apples", "net_kg": 1.5}]}""",
    b"r60_1_6MeV_high",
    b"CSQU3054383_B",
)


class Parsers:
    """The parsers by name; those that want a file get one in a folder of this object."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.quick: Mapping[str, Callable[[bytes], object]] = {
            "description": lambda raw: description.parse(_text(raw), "x"),
            "level": lambda raw: description.parse_level(_text(raw)),
            "png header": lambda raw: png_header(raw, "x"),
            "jpeg header": lambda raw: jpeg_header(raw, "x"),
            "packed photo": lambda raw: packed_photo(raw, number=1),
            "names": _names,
        }
        self.with_file: Mapping[str, Callable[[bytes], object]] = {
            "registry": lambda raw: reader_of(self._file(raw)),
            "recognises": self._recognise,
            "reaches": lambda raw: coarse_reaches(self._file(raw)),
            "polyglot": lambda raw: refuse_polyglot(self._file(raw), raw[:4096]),
            "declaration": lambda raw: read_declaration(self._file(raw)),
            "photo": lambda raw: clean_photo(raw, number=1),
        }
        self._endings = sorted({ending for reader in readers() for ending in reader.suffixes})

    def run(self, name: str, raw: bytes) -> None:
        """Run one parser; what it says on purpose is an answer, anything else flies."""
        parse = self.quick.get(name) or self.with_file[name]
        with suppress(ReviewRoomError):
            try:
                parse(raw)
            except DECODER_FAULTS:
                if name not in ("png header", "jpeg header"):  # documented there
                    raise

    def _file(self, raw: bytes) -> Path:
        ending = self._endings[len(raw) % len(self._endings)]
        path = self._folder / f"x{ending}"
        path.write_bytes(raw)
        return path

    def _recognise(self, raw: bytes) -> None:
        path = self._file(raw)
        for reader in readers():
            reader.recognises(raw[:4096], path)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _names(raw: bytes) -> None:
    text = _text(raw).replace("/", "").replace("\0", "")[:200] or "x"
    names.energy_mev(text)
    names.band_of(text)
    names.scan_id_of(Path(text))
    names.common_id(Path(text))
    names.pair_files([Path(text), Path(text + "low")])


def corpus() -> list[bytes]:
    """Return what the mutations begin with."""
    return [*_TEXTS, *(seed.content for seed in seeds() if len(seed.content) < 40_000)]


def loop(executions: int, *, seed: int = 1, show: bool = True) -> dict[str, float | str]:
    """Run so many spoilt inputs, without looking at coverage."""
    rng, begun, crashes, hangs = random.Random(seed), time.monotonic(), 0, 0  # noqa: S311
    known = corpus()
    with tempfile.TemporaryDirectory(dir=in_memory()) as folder:
        parsers = Parsers(Path(folder))
        quick, with_file = list(parsers.quick), list(parsers.with_file)
        for _ in range(executions):
            name = rng.choice(quick if rng.random() < 0.9 else with_file)
            raw = spoil(rng.choice(known), known, rng)
            began = time.process_time()
            try:
                parsers.run(name, raw)
            except Exception as error:  # noqa: BLE001 - this is what is looked for
                crashes += 1
                if show and crashes <= _SHOWN:
                    sys.stdout.write(f"{name}: {error!r} for {raw[:200]!r}\n")
            hangs += time.process_time() - began > _HANG_S
        strays = [path.name for path in Path(folder).iterdir() if path.stem not in ("x", "x.scan")]
    return {
        "how": "mutators", "executions": executions, "crashes": crashes, "hangs": hangs,
        "strays": len(strays), "seconds": round(time.monotonic() - begun, 1),
    }  # fmt: skip


def in_memory() -> str | None:
    """Return a folder that is in memory, or None for the system's own."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - scratch in memory


if __name__ == "__main__":
    figures = loop(*map(int, sys.argv[1:]))
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.exit(1 if figures["crashes"] or figures["hangs"] or figures["strays"] else 0)
