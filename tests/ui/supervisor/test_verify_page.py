"""The evidence log at the screen: what holds, what does not, and what is still proven."""

import json

import pytest

from queue_client.supervision_messages import Topic
from tests.audit.tampering import KINDS, make_scene
from tests.makers.scripted_questions import ScriptedQuestions
from ui.supervisor import verify_words
from ui.supervisor.verify_page import VerifyPage
from workstation.assembly.verify_job import verify_hub
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


def answer_of(scene) -> dict:
    """Return what the hub would answer after a verification of this room."""
    found = verify_hub({"data": str(scene.data), "contents": True}, lambda _said: None)
    return {
        "stage": "done",
        "read": found["entries"],
        **found,
        "seconds": 1.0,
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

    assert page.verdict.text() == "Every entry holds, and the records agree."
    assert page.witnesses.item(0, 0).text() == "desk-1"
    assert not page.entry.isVisible()


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - NEEDS_A_WITNESS))
def test_each_kind_of_tampering_is_shown_with_its_entry_and_what_is_still_proven(
    honest, tmp_path, shown, kind
):
    scene = honest.copied(tmp_path / "room")
    KINDS[kind][0](scene)
    answer = answer_of(scene)

    page = shown(answer)

    said = verify_words.reason(answer["reason"])
    assert page.verdict.text() == f"Entry {answer['first_bad']} does not hold."
    assert said != answer["reason"]
    assert page.detail.text().startswith(said)
    assert "proven" in page.detail.text() or "proves" in page.detail.text()


def test_a_log_that_holds_without_checkpoints_or_behind_its_witnesses_is_doubted(
    honest, tmp_path, shown
):
    scene = honest.copied(tmp_path / "room")
    KINDS["log and records rewritten"][0](scene)
    ahead = answer_of(honest)
    ahead["witnesses"][0]["size"] = 999

    unproven, behind = shown(answer_of(scene)), shown(ahead)

    assert "No checkpoint proves anything" in unproven.detail.text()
    assert "desk-1 keeps a checkpoint of 999 entries" in behind.detail.text()


def test_what_only_witnesses_notice_has_its_words_too(honest, tmp_path):
    for kind in sorted(NEEDS_A_WITNESS):
        scene = honest.copied(tmp_path / kind.replace(" ", "-"))
        KINDS[kind][0](scene)
        reason = scene.verify().reason
        assert verify_words.reason(reason) != reason, (kind, reason)


def test_a_verification_that_runs_can_be_cancelled_and_says_how_far_it_is(shown):
    page = shown({"stage": "running", "read": 50, "entries": 200, "seconds": 3.0, "witnesses": []})

    page.cancel.click()

    assert page.progress.value() == 50
    assert page.property("questions").asked[-1] == (Topic.VERIFY, {"act": "cancel"})


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
