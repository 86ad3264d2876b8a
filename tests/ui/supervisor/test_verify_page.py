"""The evidence log at the screen: what holds, what does not, and what is still proven."""

import json

import msgspec
import pytest

from queue_client.supervision_documents.verify import VerifyQuestion
from queue_client.supervision_messages import Topic
from tests.audit.tampering import KINDS, make_scene
from tests.makers.scripted_questions import ScriptedQuestions
from ui.supervisor import verify_words, witness_files
from ui.supervisor.verify_page import VerifyPage
from workstation.assembly.verify_job import verify_hub
from workstation.storage.checkpoints import notes_under
from workstation.storage.proving import prove_decision

#: What nothing inside the data folder can tell: it takes a witness, or a site's own orders.
NEEDS_A_WITNESS = {
    "log and records rewritten",
    "log rewritten and signed with the key",
    "a witness's checkpoint forged",
    "a checkpoint of another log",
    "two truths signed",
    "an older backup put back",
    "an order forged at a site",
    "an order that nobody decided",
}


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    scene = make_scene(tmp_path_factory.mktemp("verified") / "honest")
    card = {"signing_key": scene.key.public}
    (scene.data / "hub.card").write_text(json.dumps(card), encoding="utf-8")
    return scene


def answer_of(scene, question=None) -> dict:
    """Return what the hub would answer after a verification of this room."""
    kept = [] if question is None else question.get("kept", [])
    options = {"data": str(scene.data), "contents": True, "kept": kept}
    found = verify_hub(options, lambda _said: None)
    return {
        "stage": "done",
        "read": found["entries"],
        **found,
        "seconds": 1.0,
        "kept": len(kept),
        "at": "2026-03-02T08:00:00+00:00",
        "officer": "wu",
        "witnesses": [{"machine": "desk-1", "size": 20, "at": "2026-03-02T08:00:00+00:00"}],
    }


@pytest.fixture
def shown(qtbot):
    def show(answer) -> VerifyPage:
        questions = ScriptedQuestions({Topic.VERIFY: answer})
        page = VerifyPage(questions)
        page.setProperty("questions", questions)
        qtbot.addWidget(page)
        page.retranslate()
        page.show()
        page.wake()
        return page

    return show


def test_an_honest_room_is_shown_to_hold_with_its_witnesses(honest, shown):
    page = shown(answer_of(honest))

    assert page.card.verdict.text() == "✓  Every entry holds, and the records agree."
    known = page.witnesses.known.model()
    assert known.index(0, 0).data() == "desk-1"
    assert not page.card.entry.isVisible()


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - NEEDS_A_WITNESS))
def test_each_kind_of_tampering_is_shown_with_its_entry_and_what_is_still_proven(
    honest, tmp_path, shown, kind
):
    scene = honest.copied(tmp_path / "room")
    KINDS[kind][0](scene)
    answer = answer_of(scene)

    page = shown(answer)

    said = verify_words.reason(answer["reason"])
    assert page.card.verdict.text() == f"✕  Entry {answer['first_bad']} does not hold."
    assert said != answer["reason"]
    assert page.card.detail.text().startswith(said)
    assert "proven" in page.card.detail.text() or "proves" in page.card.detail.text()


def test_a_log_that_holds_without_checkpoints_or_behind_its_witnesses_is_doubted(
    honest, tmp_path, shown
):
    scene = honest.copied(tmp_path / "room")
    KINDS["log and records rewritten"][0](scene)
    ahead = answer_of(honest)
    ahead["witnesses"][0]["size"] = 999

    unproven, behind = shown(answer_of(scene)), shown(ahead)

    assert "No checkpoint proves anything" in unproven.card.detail.text()
    assert "desk-1 keeps a checkpoint of 999 entries" in behind.card.detail.text()


def test_what_only_witnesses_notice_has_its_words_too(honest, tmp_path):
    for kind in sorted(NEEDS_A_WITNESS):
        scene = honest.copied(tmp_path / kind.replace(" ", "-"))
        KINDS[kind][0](scene)
        reason = scene.verify().reason
        assert verify_words.reason(reason) != reason, (kind, reason)


def test_a_verification_that_runs_can_be_cancelled_and_says_how_far_it_is(shown):
    page = shown({"stage": "running", "read": 50, "entries": 200, "seconds": 3.0, "witnesses": []})

    page.cancel.click()

    assert page.card.progress.value() == 50
    assert page.card.pace.text() == "50 of 200 entries  ·  17 entries a second  ·  9 s left"
    assert page.property("questions").asked[-1] == (Topic.VERIFY, {"act": "cancel"})


def test_what_only_a_witness_notices_is_shown_once_its_file_is_taken_along(honest, tmp_path, shown):
    scene = honest.copied(tmp_path / "room")
    KINDS["log rewritten and signed with the key"][0](scene)
    page = shown(lambda question: answer_of(scene, question))
    page.begin.click()
    alone = page.card.verdict.text()

    page.witnesses.take([scene.witness])
    page.begin.click()

    _, question = page.property("questions").asked[-1]
    assert msgspec.convert(question, VerifyQuestion).kept[0].name == "witness/hub.checkpoint"
    assert alone.startswith("✓")
    assert page.witnesses.brought.model().index(0, 0).data() == "witness/hub.checkpoint"
    assert page.card.verdict.text() == "✕  Entry 1 does not hold."
    assert "witness-hub.checkpoint" in page.card.detail.text()
    assert "signed two logs" in page.card.detail.text()
    assert "proven" not in page.card.strip.accessibleName()


def test_files_without_a_checkpoint_are_named_and_what_is_too_much_is_left_out(
    honest, tmp_path, shown, monkeypatch
):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "letter.txt").write_text("dear auditor", encoding="utf-8")
    page = shown({"stage": "never", "witnesses": []})
    monkeypatch.setattr(witness_files, "MOST_NOTES", 1)

    page.witnesses.take([tmp_path / "notes", honest.data / "checkpoints"])

    assert len(page.witnesses.fetched.notes) == 1
    assert page.witnesses.fetched.notes[0].size == max(
        int(note.split("\n")[1]) for path, note in notes_under(honest.data / "checkpoints")
    )
    assert "older checkpoints are left out" in page.witnesses.said.text()
    assert "notes/letter.txt" in page.witnesses.said.text()


def test_before_the_hub_has_answered_the_page_claims_nothing(shown):
    page = shown("the hub is silent")

    assert not page.card.isVisible()
    assert page.said.text() == "the hub is silent"


def test_a_proof_is_told_in_words_and_a_changed_one_is_not_believed(honest, tmp_path, shown):
    page = shown({"stage": "never", "witnesses": []})
    card = honest.data / "hub.card"
    text = prove_decision(honest.data, "d3", honest.key.public)
    good, bad = tmp_path / "good.tlog-proof", tmp_path / "bad.tlog-proof"
    good.write_text(text, encoding="utf-8")
    bad.write_text(text.replace("\nindex 2", "\nindex 1"), encoding="utf-8")

    page.check_files(good, card)
    held = page.said.text()
    page.check_files(bad, card)
    changed = page.said.text()
    page.check_files(good, good)

    assert "officer li decided “Inspect” on case yantian:s3" in held
    assert "does not hold" in changed
    assert "not a hub's card" in page.said.text()
