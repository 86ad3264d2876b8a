"""A desk against a stub hub: real protocol, real packages, no screen."""

import gc
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from queue_client.testing import StubHub, StubModel
from tests.conftest import left_over
from ui import theme
from ui.app import Desk
from ui.desk_settings import DeskSettings
from ui.i18n import Language, Translations
from ui.tidy import QtThreadGarbage
from workstation.domain.comparison import (
    Comparison,
    Deviation,
    LoadFacts,
    Match,
    Rectangle,
    Verdict,
    comparison_to_json,
)
from workstation.domain.declaration import Declaration, GoodsLine, declaration_to_json
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging.package import write_package
from workstation.imaging.scan import Plane, Scan

OFFICER, PASSWORD = "li", "a long password"
BOX = Rectangle(row=20, column=30, height=60, width=200)
DWELL_S = 0.3


def make_package(folder: Path, *, seed: int = 1, shape: tuple[int, int] = (120, 280)) -> bytes:
    """Return the bytes of a small scan package: a dark load in a bright container."""
    pixels = np.full(shape, 62000, np.uint16)
    pixels[BOX.row : BOX.row + BOX.height, BOX.column : BOX.column + BOX.width] = 30000 + seed
    plane = Plane(
        view=ViewName.SIDE,
        band=EnergyBand.SINGLE,
        energy_mev=6.0,
        transmission=pixels,
        pitch_mm=(5.0, 5.0),
    )
    path = folder / f"made-{seed}.scan.tif"
    write_package(path, Scan(head=ScanHead(), planes=(plane,), format="made"))
    return path.read_bytes()


def make_comparison() -> Comparison:
    """Return an engine's answer with a match and a deviation."""
    match = Match(model="m1", hs="220421", name="Wine", score=0.9, scan_area=BOX, model_area=BOX)
    return Comparison(
        engine="7",
        library="3",
        verdict=Verdict.INCONSISTENT,
        p_value=0.01,
        false_alarm_rate=0.05,
        reasons=("unlike_declared_goods",),
        matches=(match,),
        deviations=(
            Deviation(
                area=Rectangle(row=30, column=60, height=20, width=30), score=0.7, why=("density",)
            ),
        ),
        prohibited=(),
        load=LoadFacts(fill="full", fill_fraction=0.9),
        elapsed_s=0.2,
    )


def make_declaration(**changes: str) -> Declaration:
    """Return a declaration of wine."""
    known = {"number": "D-1", "container": "CSQU3054383", "consignee": "A & B"}
    return Declaration(
        **{**known, **changes},
        goods=(GoodsLine(hs="220421", name="Wine", name_zh="葡萄酒", packages=10, gross_kg=120.0),),
    )


class Room:
    """The stub hub with some cases, and what a test wants to do with them."""

    def __init__(self, hub: StubHub, folder: Path) -> None:
        self.hub, self._folder, self._made = hub, folder, 0

    def add_cases(
        self, count: int, *, shape: tuple[int, int] = (120, 280), **changes: str
    ) -> list[str]:
        """Let so many cases wait; returns their case ids."""
        return [self._add_case(shape, **changes) for _ in range(count)]

    def add_compared(self, comparison: Comparison, *others: str) -> str:
        """Let a case wait with this answer, and with models of other goods by these ids."""
        models = [
            StubModel(
                model=name, hs="720449", name="Scrap", content=make_package(self._folder, seed=n)
            )
            for n, name in enumerate(others, start=500)
        ]
        return self._add_case((120, 280), comparison=comparison, others=models)

    def _add_case(
        self,
        shape: tuple[int, int],
        *,
        comparison: Comparison | None = None,
        others: Sequence[StubModel] = (),
        **changes: str,
    ) -> str:
        self._made += 1
        model = StubModel(
            model="m1", hs="220421", name="Wine", content=make_package(self._folder, seed=999)
        )
        return self.hub.add_case(
            make_package(self._folder, seed=self._made, shape=shape),
            head={"container": "CSQU3054383", "time": "2026-11-23T06:12:44.000000+00:00"},
            declaration=declaration_to_json(make_declaration(**changes)),
            comparison=comparison_to_json(comparison or make_comparison()),
            models=[model, *others],
        )

    def decisions(self) -> list[tuple[str, str]]:
        """Return (case id, conclusion) of every decision that the hub recorded."""
        return [(d.case_id, d.conclusion) for d in self.hub.decisions]


def note_flushes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that the names of all threads come into which flush a file to the disk."""
    flushed_by: list[str] = []
    really = os.fsync

    def note_thread(file: int) -> None:
        flushed_by.append(threading.current_thread().name)
        really(file)

    monkeypatch.setattr(os, "fsync", note_thread)
    return flushed_by


class DeskGarbage(QtThreadGarbage):
    """As in a desk, but what was there before the first test is never looked at again.

    There is more of it than of a desk, and each of hundreds of tests ends with a last round.
    """

    def start(self) -> None:
        """Take collecting over, once what the test before this one still held has gone.

        The window is not put aside as soon as it stands: it would never be collected again.
        """
        gc.collect()
        super().start()
        self._settled = True

    def stop(self) -> None:
        """Give collecting back to Python, after one last round among what the desk made."""
        self._timer.stop()
        gc.collect()
        gc.enable()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    folder = tmp_path / "made"
    folder.mkdir()
    with StubHub() as hub:
        hub.add_officer(OFFICER, PASSWORD, name="Li Wei")
        hub.add_officer("wang", PASSWORD, name="Wang")
        yield Room(hub, folder)


@pytest.fixture
def open_desk(
    qapp: QApplication, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Desk]]:
    """Return a function that opens a desk; all are stopped and leave no thread behind."""
    monkeypatch.setattr("ui.app._TIMEOUT_S", 0.2)
    monkeypatch.setattr("ui.app._GIVE_UP_S", 0.4)
    # Hundreds of desks with small pictures: warming them would take longer than what is tested.
    monkeypatch.setattr("ui.desk.warming.PATIENCE_MS", 60_000)
    monkeypatch.setattr("ui.desk.warming.Warming.looks_ahead", lambda _self: ())
    before = set(threading.enumerate())
    garbage = DeskGarbage()
    garbage.start()
    theme.apply(qapp)
    translations = Translations(qapp)
    translations.use(Language.ENGLISH)
    desks: list[Desk] = []

    def open_one(*, officer: str | None = OFFICER, dwell_s: float = DWELL_S, **more: Any) -> Desk:
        usual = {
            "address": room.hub.address,
            "desk": "desk-1",
            "keys": room.hub.keys_for("desk-1"),
            "cache": tmp_path / "cache",
            "password": PASSWORD,
        }
        settings = DeskSettings(**{**usual, **more}, officer=officer, dwell_s=dwell_s)
        desk = Desk(settings, translations)
        desk.window.resize(1400, 820)
        desks.append(desk)
        desk.start()
        desk.window.show()
        desk.window.activateWindow()
        return desk

    yield open_one
    for desk in desks:
        desk.stop()
        desk.window.close()
        desk.window.deleteLater()
    desks.clear()
    translations.use(Language.ENGLISH)
    qapp.processEvents()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    garbage.stop()
    deadline = time.monotonic() + 60
    while left_over(before) and time.monotonic() < deadline:
        time.sleep(0.01)
    left = [t.name for t in left_over(before)]
    assert not left, f"threads outlived the desk: {left}"


@pytest.fixture(autouse=True)
def quick_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the key of drafts cost nothing: hundreds of desks sign in here."""
    monkeypatch.setattr(
        "workstation.review.draft_seal._COST",
        {"time_cost": 1, "memory_cost": 8, "parallelism": 1},
    )
