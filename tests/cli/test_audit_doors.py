"""``reviewroom audit``: verify with checkpoints from elsewhere, prove one decision, check it."""

import json
import shutil

import pytest
from click.testing import CliRunner

from queue_client.codec import canonical
from tests.audit.tampering import KINDS, make_scene
from workstation.audit.proof import ProofInvalid
from workstation.cli.audit import audit_group
from workstation.domain.errors import SettingsInvalid
from workstation.storage.proving import NotProvable


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    return make_scene(tmp_path_factory.mktemp("room") / "honest")


@pytest.fixture
def scene(honest, tmp_path):
    return honest.copied(tmp_path / "room")


def run(*words: object, catch: bool = True):
    return CliRunner().invoke(audit_group, [str(word) for word in words], catch_exceptions=catch)


def write_card(scene) -> str:
    card = {
        "endpoint": "tcp://127.0.0.1:1",
        "server_key": "a" * 40,
        "signing_key": scene.key.public,
    }
    (scene.data / "hub.card").write_bytes(canonical(card))
    return str(scene.data / "hub.card")


def test_verify_says_how_far_the_log_is_proven(scene):
    write_card(scene)

    result = run("verify", "--data", scene.data, "--contents", "--checkpoints", scene.witness)

    assert result.exit_code == 0, result.output
    count = len(scene.entries())
    assert f"{count} entries, all hold" in result.stdout
    assert f"Entries 1 to {count} are proven by a signed checkpoint; 5 checkpoints" in result.stdout


def test_verify_ends_with_one_and_says_what_is_still_proven(scene):
    KINDS["an entry inserted, the tail hashed anew"][0](scene)

    result = run(
        "verify", "--data", scene.data, "--hub-pub", scene.key.public, "--orders", scene.orders
    )

    assert result.exit_code == 1
    assert "entry 1 does not hold" in result.stderr
    assert "No checkpoint proves anything" in result.stderr


def test_one_decision_is_proven_without_the_database(scene, tmp_path):
    card = write_card(scene)
    proof = tmp_path / "d3.tlog-proof"

    made = run("prove", "d3", "--data", scene.data, "-o", proof)
    kept_card = shutil.copy(card, tmp_path / "hub.card")
    shutil.rmtree(scene.data)
    by_card = run("check", proof, "--hub-pub", kept_card)
    as_json = run("check", proof, "--hub-pub", scene.key.public, "--json")

    assert made.exit_code == 0, made.output
    assert by_card.stdout.startswith("holds: entry ")
    facts = json.loads(as_json.stdout)
    assert facts["verified"]
    assert facts["entry"]["facts"]["decision"]["conclusion"] == "inspect"


def test_a_proof_that_was_changed_is_refused(scene, tmp_path):
    write_card(scene)
    proof = tmp_path / "d3.tlog-proof"
    run("prove", "d3", "--data", scene.data, "-o", proof)
    proof.write_text(proof.read_text().replace("index ", "index 1"))

    result = run("check", proof, "--hub-pub", scene.key.public)

    assert isinstance(result.exception, ProofInvalid)


@pytest.mark.parametrize("name", ["d9", "d4"])
def test_what_no_checkpoint_stands_for_cannot_be_proven(scene, tmp_path, name):
    write_card(scene)
    notes = scene.data / "checkpoints" / "entries-000000000000.notes"
    text = notes.read_text(encoding="utf-8")
    notes.write_text(text[: len(text) // 4], encoding="utf-8")

    result = run("prove", name, "--data", scene.data, "-o", tmp_path / "proof")

    assert isinstance(result.exception, NotProvable)
    assert not (tmp_path / "proof").exists()


def test_a_key_that_is_none_is_said_to_be_none(scene, tmp_path):
    result = run("verify", "--data", scene.data, "--hub-pub", tmp_path / "no.card")

    assert isinstance(result.exception, SettingsInvalid)


def test_a_record_that_disagrees_with_a_proven_entry_is_told_apart(scene):
    write_card(scene)
    KINDS["a decision edited"][0](scene)

    result = run("verify", "--data", scene.data)

    assert result.exit_code == 1
    assert "is contradicted: decision d3 is not what its entry says" in result.stderr
