import base64

import pytest

from queue_client.codec import read_document
from queue_client.keys import SigningKey
from queue_client.witness_messages import Checkpoint, CheckpointDocument
from tests.makers.running_hub import RunningHub
from workstation.audit.checkpoint import notes_in, open_checkpoint
from workstation.audit.merkle import Frontier, goes_on, leaf_hash
from workstation.domain.errors import StorageUnavailable
from workstation.hub.checkpoints import CONTRADICTED, CheckpointKeeper
from workstation.storage.checkpoints import FolderCheckpoints

KEY = SigningKey.make()


class Log:
    """An evidence log in memory; counts how much of it was read."""

    def __init__(self, count: int) -> None:
        self.texts = [f"entry {number}" for number in range(count)]
        self.noted: list[str] = []
        self.read = 0

    def entries(self, after: int, limit: int) -> list[str]:
        texts = self.texts[after : after + limit]
        self.read += len(texts)
        return texts

    def note(self, tag: str, facts: object, *, now: object) -> None:
        self.noted.append(tag)
        self.texts.append(f"{tag} {facts} {now}")

    def root(self, size: int) -> bytes:
        frontier = Frontier()
        for text in self.texts[:size]:
            frontier.add(leaf_hash(text.encode()))
        return frontier.root()


@pytest.fixture
def log():
    return Log(10)


@pytest.fixture
def shelf(tmp_path):
    return FolderCheckpoints(tmp_path / "checkpoints")


def newest(shelf):
    note = shelf.newest()
    return open_checkpoint(note, KEY.public) if note else None


def shown(keeper, size: int) -> CheckpointDocument:
    reply = keeper.answer("yantian", Checkpoint(ask=1, size=size))
    return read_document(reply.body, CheckpointDocument)


def test_a_checkpoint_is_due_a_minute_after_something_new(log, shelf):
    keeper = CheckpointKeeper(log, shelf, KEY)

    keeper.tend(0.0)
    keeper.tend(59.0)
    early = newest(shelf)
    keeper.tend(60.0)
    first = newest(shelf)
    keeper.tend(1000.0)

    assert early is None
    assert (first.size, first.root) == (10, log.root(10))
    assert newest(shelf) == first


def test_a_checkpoint_is_due_at_once_when_256_entries_are_new(log, shelf):
    keeper = CheckpointKeeper(log, shelf, KEY)
    log.texts += ["more"] * 246

    keeper.tend(0.0)

    assert newest(shelf).size == 256


def test_a_hub_that_stops_signs_what_there_is(log, shelf):
    CheckpointKeeper(log, shelf, KEY).finish()

    assert newest(shelf).root == log.root(10)


def test_a_start_goes_on_from_the_signed_blocks_without_reading_the_log_again(log, shelf):
    log.texts += ["more"] * 5000
    CheckpointKeeper(log, shelf, KEY).finish()
    log.texts += ["later"] * 7
    log.read = 0

    CheckpointKeeper(log, shelf, KEY).finish()

    assert log.read < 600
    assert (newest(shelf).size, newest(shelf).root) == (5017, log.root(5017))


def test_blocks_that_were_spoilt_are_made_again(log, shelf, tmp_path):
    log.texts += ["more"] * 5000
    CheckpointKeeper(log, shelf, KEY).finish()
    blocks = tmp_path / "checkpoints" / "blocks"
    blocks.write_bytes(bytes(len(blocks.read_bytes())))
    log.texts.append("later")

    keeper = CheckpointKeeper(log, shelf, KEY)
    keeper.finish()

    assert keeper.trouble == ""
    assert newest(shelf).root == log.root(5011)
    again = CheckpointKeeper(log, shelf, KEY)
    log.texts.append("last")
    log.read = 0
    again.finish()
    assert log.read < 600


@pytest.mark.parametrize("harm", ["changed", "cut"])
def test_a_log_that_is_not_the_signed_one_is_told_of_and_never_signed_again(log, shelf, harm):
    log.texts += ["more"] * 990
    CheckpointKeeper(log, shelf, KEY).finish()
    signed = newest(shelf)
    if harm == "changed":
        log.texts[995] = "another entry"
        log.texts.append("later")
    else:
        del log.texts[700:]

    keeper = CheckpointKeeper(log, shelf, KEY)
    for second in range(200):
        keeper.tend(float(second))
    keeper.finish()

    assert (newest(shelf), log.noted) == (signed, [CONTRADICTED])
    assert keeper.trouble


def test_a_witness_is_shown_that_the_log_goes_on_from_what_it_keeps(log, shelf):
    log.texts += ["more"] * 1200
    keeper = CheckpointKeeper(log, shelf, KEY)
    keeper.finish()

    for size in (0, 1, 300, 1210):
        document = shown(keeper, size)

        last = open_checkpoint(document.note, KEY.public)
        path = [base64.b64decode(step) for step in document.proof]
        assert goes_on(size, log.root(size), last.size, last.root, path)


def test_a_witness_that_keeps_more_than_there_is_is_told_of_once(log, shelf):
    keeper = CheckpointKeeper(log, shelf, KEY)
    keeper.finish()

    first, second = shown(keeper, 11), shown(keeper, 11)

    assert (first.proof, second.proof) == ([], [])
    assert log.noted == [CONTRADICTED]


def test_no_checkpoint_leaves_that_could_not_be_kept(log, shelf, monkeypatch):
    def full(_note: str, _size: int) -> None:
        raise StorageUnavailable("checkpoints", "the disk is full")

    monkeypatch.setattr(shelf, "keep", full)
    keeper = CheckpointKeeper(log, shelf, KEY)

    keeper.finish()

    assert shown(keeper, 0).note == ""
    assert "disk is full" in keeper.trouble


def test_a_note_that_a_power_cut_tore_is_mended_before_the_next(log, shelf, tmp_path):
    CheckpointKeeper(log, shelf, KEY).finish()
    (file,) = (tmp_path / "checkpoints").glob("*.notes")
    with file.open("a", encoding="utf-8") as torn:
        torn.write("review-room.hub/torn\n12\nAAAA")
    log.texts.append("later")

    CheckpointKeeper(log, shelf, KEY).finish()

    notes = notes_in(file.read_text(encoding="utf-8"))
    assert [open_checkpoint(note, KEY.public).size for note in notes] == [10, 11]


def test_sites_and_desks_are_witnesses_over_the_wire(tmp_path):
    log = Log(20)
    with RunningHub(tmp_path) as hub:
        site, desk = hub.site(), hub.desk()
        bare = site.checkpoint(0)
        hub.hub.checkpoints = CheckpointKeeper(
            log, FolderCheckpoints(tmp_path / "notes"), hub.keys.signing, after_s=0.0
        )
        hub.until(lambda: bool(site.checkpoint(0).note))
        from_desk = desk.checkpoint(5)

    assert (bare.note, bare.proof) == ("", ())
    last = open_checkpoint(from_desk.note, hub.keys.signing.public)
    path = [base64.b64decode(step) for step in from_desk.proof]
    assert (last.size, last.root) == (20, log.root(20))
    assert goes_on(5, log.root(5), 20, last.root, path)
