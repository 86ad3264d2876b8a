"""Rooms of many decisions for measuring searches: index rows in bulk, as the records would give."""

import random
import sqlite3
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from workstation.domain.found import COLUMNS
from workstation.storage.derived import HEAD
from workstation.storage.finding import INDEX
from workstation.storage.found_table import FORM, KEEP_WORD, MAKE, words_of

_CHUNK = 10_000
_BEGIN_US = 1_767_225_600_000_000  # 2026-01-01, UTC
_GOODS = {
    "080510": "oranges 鲜橙",
    "240220": "cigarettes 卷烟",
    "390110": "polyethylene 聚乙烯",
    "470710": "waste paper 废纸",
    "610910": "T-shirts 棉制T恤衫",
    "720449": "scrap iron 废钢铁",
    "841510": "air conditioners 空调器",
    "852872": "television sets 电视机",
    "871200": "bicycles 自行车",
    "940360": "wooden furniture 木家具",
    "690721": "tiles 瓷砖",
    "220421": "wine 葡萄酒",
}
_CODES = tuple(_GOODS)
_SITES = ("yantian", "nansha", "shekou", "dachan", "huangpu")
_KINDS = ("goods_differ", "undeclared_goods", "dense_object", "drugs", "cigarettes_alcohol")
_TESTS = ("hit", "hit", "hit", "hit", "miss", "marked_elsewhere")
_NOTES = ("", "", "", "左侧有高密度物体", "as declared", "夹层可疑, 请开箱", "same as last week")


def fill_index(folder: Path, decisions: int, *, seed: int = 1) -> Path:
    """Write an index of so many decisions, twelve a minute, and return its file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / INDEX
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = MEMORY")
    late = [one for one in MAKE if one.startswith("CREATE INDEX")]
    for statement in (HEAD, *MAKE):
        if statement not in late:
            connection.execute(statement)
    marks = ", ".join("?" * (len(COLUMNS) + 1))
    keep = f"INSERT INTO found VALUES ({marks})"  # noqa: S608 - our own names
    at = COLUMNS.index("decided_at")
    with connection:
        for chunk in batched(enumerate(rows(decisions, seed), 1), _CHUNK):
            connection.executemany(keep, ((seq, *row) for seq, row in chunk))
            connection.executemany(
                KEEP_WORD, ((word, row[at], seq) for seq, row in chunk for word in words_of(row))
            )
        for statement in late:
            connection.execute(statement)
        head = {"form": FORM, "edition": f"bench-{decisions}", "filled": decisions, "entry": 0}
        connection.executemany("INSERT INTO head VALUES (?, ?)", head.items())
    connection.execute("PRAGMA optimize")
    connection.close()
    return path


def rows(decisions: int, seed: int) -> Iterator[tuple[Any, ...]]:
    """Yield the index rows of a room: nine scanners, forty reviewers, kinds of goods."""
    chance = random.Random(seed)  # noqa: S311 - a made-up room, not a secret
    for number in range(decisions):
        site = _SITES[number % 5]
        inspect = chance.random() < 0.17
        inconsistent = chance.random() < (0.6 if inspect else 0.06)
        code = _CODES[chance.randrange(len(_CODES))]
        declared = chance.uniform(4000, 26000)
        seen = declared * chance.gauss(1.0, 0.06)
        decided = _BEGIN_US + number * 5_000_000 + chance.randrange(1_000_000)
        wait = chance.expovariate(1 / 300)
        kind = _KINDS[chance.randrange(len(_KINDS))] if inspect else ""
        yield (
            f"d{number:08d}",
            f"{site}:s{number}",
            f"s{number}",
            site,
            f"H986-{number % 9}",
            f"CSQU{number // 3:07d}",
            f"5304{number:014d}",
            f"consignee {number % 400}",
            f" {code}",
            _GOODS[code],
            1,
            "",
            f"officer-{chance.randrange(40):02d}",
            f"desk-{chance.randrange(12)}",
            1,
            "inspect" if inspect else "release",
            "unlike_declared" if inspect else "",
            _NOTES[chance.randrange(len(_NOTES))],
            "announced",
            decided,
            decided - round(wait * 1e6),
            wait,
            chance.uniform(8, 120),
            "inconsistent" if inconsistent else "consistent",
            chance.random(),
            "no",
            "no",
            "full",
            declared,
            seen,
            abs(seen - declared) / declared,
            kind,
            int(inspect),
            "none",
            "inspection" if inspect else "none",
            (kind if chance.random() < 0.4 else "nothing") if inspect else "none",
            "",
            chance.choice(_TESTS) if chance.random() < 0.015 else "none",
        )


def batched(every: Iterator[Any], size: int) -> Iterator[tuple[Any, ...]]:
    """Yield what comes in bundles of a size."""
    while bundle := tuple(islice(every, size)):
        yield bundle
