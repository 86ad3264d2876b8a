"""Backing up, restoring and looking through a hub's data from the command line."""

import json

import pytest
from click.testing import CliRunner

from tests.storage.scenes import sha256, store_package, waiting
from workstation.assembly.upkeep_job import keep_hub
from workstation.cli.main import program
from workstation.storage.blobs import FolderBlobs
from workstation.storage.engines import DatabaseMissing
from workstation.storage.records import open_records


@pytest.fixture
def hub(tmp_path):
    data = tmp_path / "hub"
    data.mkdir()
    records = open_records(data / "hub.sqlite")
    for scan_id in ("s1", "s2"):
        store_package(data, scan_id)
        waiting(records, scan_id)
    records.close()
    (data / "keys").mkdir()
    (data / "keys" / "hub.signing.key").write_text("secret")
    (tmp_path / "pass").write_text("a long passphrase\n")
    return data


def run(*words, status=0):
    result = CliRunner().invoke(program, [str(word) for word in words])
    assert result.exit_code == status, result.output
    return result.output


def passphrase(file):
    return "--passphrase-file", file


def spoil(data, scan_id):
    path = FolderBlobs(data).path(sha256(scan_id))
    path.chmod(0o600)
    path.write_bytes(b"x" * path.stat().st_size)


def test_a_hub_comes_back_with_its_keys_and_says_who_owes_a_report(hub, tmp_path):
    box, passphrase = tmp_path / "keys.box", tmp_path / "pass"
    keys = ("--keys", box, "--passphrase-file", passphrase)

    run("backup", "--data", hub, "-o", tmp_path / "backups", *keys)
    told = json.loads(
        run("restore", tmp_path / "backups", "--data", tmp_path / "new", *keys, "--json")
    )

    assert (told["packages"], told["epoch"], told["sites"], told["keys"]) == (2, 1, ["yantian"], 1)
    assert (tmp_path / "new" / "keys" / "hub.signing.key").read_text() == "secret"


def test_a_backup_beside_what_it_saves_is_told_of(hub, tmp_path):
    inside = run("backup", "--data", hub, "-o", hub / "backups")
    elsewhere = run("backup", "--data", hub, "-o", tmp_path / "backups")

    assert "lost with it" in inside
    assert "lost with it" not in elsewhere


def test_a_mistyped_passphrase_leaves_the_folder_free_for_the_next_try(hub, tmp_path):
    box, slip = tmp_path / "keys.box", tmp_path / "slip"
    slip.write_text("a wrong passphrase")
    run(
        "backup", "--data", hub, "-o", tmp_path / "b", "--keys", box, *passphrase(tmp_path / "pass")
    )
    again = ("restore", tmp_path / "b", "--data", tmp_path / "new", "--keys", box)

    run(*again, *passphrase(slip), status=1)

    assert not (tmp_path / "new").exists()
    run(*again, *passphrase(tmp_path / "pass"))


def test_the_keys_are_not_locked_by_a_short_passphrase(hub, tmp_path):
    (tmp_path / "short").write_text("short\n")
    box = tmp_path / "keys.box"

    told = run(
        *("backup", "--data", hub, "-o", tmp_path / "b", "--keys", box),
        *passphrase(tmp_path / "short"),
        status=2,
    )

    assert "12 characters at least" in told
    assert not box.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("scrub",),
        ("settle", "north", "--officer", "li"),
        ("records", "where"),
        ("report", "--json"),
        ("backup", "-o", "backups"),
        ("audit", "prove", "D1", "-o", "proof"),
    ],
)
def test_a_folder_that_is_spelt_wrong_is_told_of_and_not_made(tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)

    refused = CliRunner().invoke(program, [*words, "--data", "hbu"])

    assert isinstance(refused.exception, DatabaseMissing)
    assert list(tmp_path.iterdir()) == []


def test_a_passphrase_that_is_no_text_is_wrong_usage(hub, tmp_path):
    (tmp_path / "odd").write_bytes(b"\xff\xfe")

    told = run(
        *("backup", "--data", hub, "-o", tmp_path / "b", "--keys", tmp_path / "keys.box"),
        *passphrase(tmp_path / "odd"),
        status=2,
    )

    assert "UTF-8 text" in told


def test_it_is_said_plainly_that_keys_are_not_in_a_backup(hub, tmp_path):
    saved = run("backup", "--data", hub, "-o", tmp_path / "backups")
    restored = run("restore", tmp_path / "backups", "--data", tmp_path / "new")

    assert "keys are NOT in it" in saved
    assert "look at 'keys list' and 'officers list' before the hub starts" in restored
    assert "Put them into keys/" in restored
    assert not list((tmp_path / "backups").rglob("*.key"))


def test_somebody_answers_for_a_site_that_cannot_report_once_and_by_name(hub, tmp_path):
    run("backup", "--data", hub, "-o", tmp_path / "backups")
    run("restore", tmp_path / "backups", "--data", tmp_path / "new")
    words = ("settle", "yantian", "--data", tmp_path / "new", "--officer", "zhao")

    said = run(*words)
    run(*words, status=1)

    assert "zhao answers for it" in said
    records = open_records(tmp_path / "new" / "hub.sqlite")
    assert records.owing() == frozenset()
    records.close()


def test_a_scrub_ends_with_bad_news_when_a_package_is_damaged(hub):
    run("scrub", "--data", hub)
    spoil(hub, "s2")

    told = run("scrub", "--data", hub, status=1)

    assert sha256("s2") in told


def test_the_hubs_upkeep_looks_through_its_store(hub, monkeypatch):
    spoil(hub, "s2")
    monkeypatch.setattr("workstation.assembly.upkeep_job.keep_library", lambda _request: None)
    monkeypatch.setattr("workstation.assembly.upkeep_job._SLICES_A_DAY", 1)

    keep_hub({"data": str(hub), "scrub_share": 1.0})

    records = open_records(hub / "hub.sqlite")
    assert records.wanted("yantian") == ["s2"]
    records.close()
