"""Films at the hub, and everything that is kept about one decision."""

import hashlib
import sqlite3
import zlib
from dataclasses import replace

import pytest

from tests.storage.scenes import at, leased, make_decision, sha256, store_package
from workstation.domain.errors import ContentConflict
from workstation.storage.one_decision import DecisionFiles
from workstation.storage.verify import verify_folder

FILM = b'{"schema":"reviewroom.film/1","end_ms":1,"left_out":0}'
NAMED = {"film": {"sha256": hashlib.sha256(FILM).hexdigest(), "bytes": len(FILM), "ms": 1}}


def decided(records, evidence):
    case = leased(records)
    return records.decide(replace(make_decision(case), evidence=evidence))


def test_a_film_is_kept_once_and_noted_with_its_hash(records, tmp_path):
    store_package(tmp_path, "s1")
    decided(records, NAMED)

    first = records.keep_film("d1", zlib.compress(FILM), now=at(9))
    second = records.keep_film("d1", zlib.compress(FILM), now=at(99))

    files = DecisionFiles(tmp_path, tmp_path / "library")
    assert first == second == NAMED["film"]["sha256"]
    assert zlib.decompress(files.film("d1")) == FILM
    with sqlite3.connect(tmp_path / "hub.sqlite") as looked:
        rows = looked.execute("SELECT entry FROM audit WHERE entry LIKE '%scan:film:kept%'")
        (entry,) = rows.fetchall()
    looked.close()
    assert first in entry[0]
    assert verify_folder(tmp_path).verified


@pytest.mark.parametrize(
    ("evidence", "packed"),
    [
        (NAMED, zlib.compress(FILM + b" ")),
        (NAMED, b"not packed at all"),
        (NAMED, zlib.compress(bytes(300 * 1024))),
        ({}, zlib.compress(FILM)),
        ({"film": "none"}, zlib.compress(FILM)),
    ],
)
def test_a_film_that_the_decision_does_not_name_is_refused(records, tmp_path, evidence, packed):
    decided(records, evidence)

    with pytest.raises(ContentConflict):
        records.keep_film("d1", packed, now=at(9))

    assert DecisionFiles(tmp_path, tmp_path / "library").film("d1") is None


def test_a_film_can_neither_be_changed_nor_removed(records, tmp_path):
    decided(records, NAMED)
    records.keep_film("d1", zlib.compress(FILM), now=at(9))

    with sqlite3.connect(tmp_path / "hub.sqlite") as changed:
        for statement in ("UPDATE film SET packed = x'00'", "DELETE FROM film"):
            with pytest.raises(sqlite3.IntegrityError, match="film rows are never"):
                changed.execute(statement)
    changed.close()


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        ("DELETE FROM film", "not in the records"),
        ("UPDATE film SET sha256 = replace(sha256, substr(sha256, 1, 1), 'z')", "not the one"),
        ("UPDATE film SET packed = x'00'", "has been changed"),
    ],
)
def test_a_film_that_was_tampered_with_is_noticed(records, tmp_path, harm, says):
    store_package(tmp_path, "s1")
    decided(records, NAMED)
    records.keep_film("d1", zlib.compress(FILM), now=at(9))
    assert verify_folder(tmp_path, contents=True).verified

    with sqlite3.connect(tmp_path / "hub.sqlite") as harmed:
        for act in ("update", "delete"):
            harmed.execute(f"DROP TRIGGER film_no_{act}")
        harmed.execute(harm)
    harmed.close()

    report = verify_folder(tmp_path, contents=True)
    assert not report.verified
    assert says in report.reason


def test_one_decision_is_told_with_its_case_its_entry_and_what_is_gone(records, tmp_path):
    decided(records, {**NAMED, "model_shown": "wine-7"})
    records.keep_film("d1", zlib.compress(FILM), now=at(9))

    told = DecisionFiles(tmp_path, tmp_path / "library").decision("d1")

    assert told["decision"]["officer"] == "li"
    assert told["case"]["sha256"] == sha256("s1")
    assert (told["film"]["named"], told["film"]["kept_at"] is None) == (
        NAMED["film"]["sha256"],
        False,
    )
    assert [(model["model"], model["state"]) for model in told["models"]] == [("wine-7", "gone")]
    assert [reading["decision_id"] for reading in told["readings"]] == ["d1"]
    assert told["state"]["circumstances"] == {}
    entry = told["entry"]
    with sqlite3.connect(tmp_path / "hub.sqlite") as looked:
        (text,) = looked.execute(
            "SELECT entry FROM audit WHERE seq = ?", (entry["seq"],)
        ).fetchone()
    looked.close()
    assert "scan:decision:recorded" in text


def test_only_packages_of_scans_and_models_are_handed_out(records, tmp_path):
    decided(records, {})
    store_package(tmp_path, "s1")
    store_package(tmp_path, "other")
    files = DecisionFiles(tmp_path, tmp_path / "library")

    found = files.package(sha256("s1"))

    assert found is not None
    assert found.is_file()
    assert files.package(sha256("other")) is None


def test_a_decision_that_is_not_there_is_a_key_error(records, tmp_path):
    decided(records, {})

    with pytest.raises(KeyError):
        DecisionFiles(tmp_path, tmp_path / "library").decision("d2")


def test_what_the_hub_wrote_down_of_the_moment_is_told_with_a_decision(records, tmp_path):
    around = {"hub_clock": {"sync": "synchronised", "max_error_s": 0.1}, "hub_boot_s": 7.5}
    case = leased(records)
    records.decide(replace(make_decision(case), circumstances=around))

    told = DecisionFiles(tmp_path, tmp_path / "library").decision("d1")

    assert told["state"]["circumstances"] == around
    assert set(told["entry"]) == {"seq", "at", "hash"}
