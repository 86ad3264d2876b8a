"""A hub in a process of its own with as many cases as a shift needs, for the desk's benchmark."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from queue_client.keys import HubAddress, KeyPair
from queue_client.testing import StubHub, StubModel
from tests.benchmarks.first_picture import write_two_energies
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

OFFICER, PASSWORD, DESK = "li", "a long password", "desk-1"
SHAPES: Sequence[tuple[int, int]] = ((1500, 4000), (1200, 3000), (900, 2600), (1500, 3600))
_BOX = Rectangle(row=300, column=200, height=500, width=2000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """How a desk gets into the room."""

    address: HubAddress
    keys: KeyPair


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchRoom:
    """The room, and what its hub has been told."""

    door: Door
    pipe: Connection

    def decisions(self) -> list[tuple[str, str]]:
        """Return the case and the conclusion of every decision, in the order of their coming."""
        self.pipe.send("decisions")
        told: list[tuple[str, str]] = self.pipe.recv()
        return told


@contextmanager
def room_of(cases: int) -> Iterator[BenchRoom]:
    """Open a room with so many waiting cases of two energies; close it at the end."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, cases), name="bench-hub")
    process.start()
    try:
        yield BenchRoom(door=ours.recv(), pipe=ours)
    finally:
        ours.send("stop")
        process.join()


def _serve(pipe: Connection, cases: int) -> None:
    with tempfile.TemporaryDirectory() as made, StubHub() as hub:
        contents = [write_two_energies(Path(made), shape).read_bytes() for shape in SHAPES]
        hub.add_officer(OFFICER, PASSWORD, name="Li Wei")
        model = StubModel(model="m1", hs="220421", name="Wine", content=contents[-1])
        comparison, declaration = _comparison(), _declaration()
        for number in range(cases):
            hub.add_case(
                contents[number % len(contents)],
                head={"container": "CSQU3054383", "time": "2026-11-23T06:12:44.000000+00:00"},
                declaration=declaration_to_json(declaration),
                comparison=comparison_to_json(comparison),
                models=[model],
            )
        pipe.send(Door(address=hub.address, keys=hub.keys_for(DESK)))
        while pipe.recv() == "decisions":
            pipe.send([(one.case_id, one.conclusion) for one in hub.decisions])


def _comparison() -> Comparison:
    match = Match(model="m1", hs="220421", name="Wine", score=0.9, scan_area=_BOX, model_area=_BOX)
    region = Deviation(
        area=Rectangle(row=400, column=600, height=90, width=140), score=0.7, why=("density",)
    )
    return Comparison(
        engine="7",
        library="3",
        verdict=Verdict.CONSISTENT,
        p_value=0.41,
        false_alarm_rate=0.05,
        reasons=(),
        matches=(match,),
        deviations=(region,),
        prohibited=(),
        load=LoadFacts(fill="full", fill_fraction=0.9),
        elapsed_s=0.2,
    )


def _declaration() -> Declaration:
    return Declaration(
        number="D-1",
        container="CSQU3054383",
        consignee="A & B",
        goods=(GoodsLine(hs="220421", name="Wine", name_zh="葡萄酒", packages=10, gross_kg=120.0),),
    )
