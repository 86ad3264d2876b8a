import base64
import hashlib

import pytest

from queue_client.keys import SigningKey
from workstation.audit.checkpoint import (
    CheckpointInvalid,
    notes_in,
    open_checkpoint,
    origin_of,
    sign_checkpoint,
)
from workstation.audit.merkle import Tree, leaf_hash
from workstation.audit.proof import ProofInvalid, check_proof, write_proof
from workstation.audit.witness import KEPT, Witness

KEY, OTHER = SigningKey.make(), SigningKey.make()
ENTRIES = [f'{{"at":"t","facts":{{}},"seq":{seq},"tag":"a:b"}}' for seq in range(1, 601)]
LEAVES = [leaf_hash(entry.encode()) for entry in ENTRIES]


def tree_of(leaves: list[bytes]) -> Tree:
    tree = Tree(lambda low, high: leaves[low:high])
    for leaf in leaves:
        tree.add(leaf)
    return tree


TREE = tree_of(LEAVES)


def note_of(size: int, key: SigningKey = KEY, tree: Tree = TREE) -> str:
    return sign_checkpoint(size, tree.root(size), key)


def proof_of(old: int, new: int, tree: Tree = TREE) -> list[str]:
    return [base64.b64encode(step).decode() for step in tree.consistency(old, new)]


def test_a_checkpoint_is_a_signed_note_that_others_can_read():
    note = note_of(300)

    origin, size, root, gap, stamp = note.split("\n")[:5]
    dash, name, signature = stamp.split(" ")
    assert (origin, size, gap, dash) == (origin_of(KEY.public), "300", "", "\N{EM DASH}")
    assert name == origin
    assert base64.b64decode(root) == TREE.root(300)
    # signed-note: four bytes of SHA-256 over name, newline, 0x01 and key go before the signature
    hint = hashlib.sha256(name.encode() + b"\n\x01" + bytes.fromhex(KEY.public)).digest()[:4]
    assert base64.b64decode(signature)[:4] == hint
    assert open_checkpoint(note, KEY.public).root == TREE.root(300)


def test_a_cosignature_of_a_witness_is_passed_over():
    note = note_of(300) + "\N{EM DASH} witness.example/1 " + "A" * 91 + "=\n"

    assert open_checkpoint(note, KEY.public).size == 300


@pytest.mark.parametrize(
    "spoil",
    [
        lambda note: note.replace("\n300\n", "\n301\n"),
        lambda note: note.replace("\n300\n", "\n0300\n"),
        lambda note: note.replace("\n300\n", "\n300\nmore\n"),
        lambda note: note[:-6] + "AAAA=\n",
        lambda note: note.split("\n\n")[0] + "\n\n",
        lambda _: "",
        lambda _: note_of(300, OTHER),
        lambda _: sign_checkpoint(300, TREE.root(299), OTHER).replace(
            origin_of(OTHER.public), origin_of(KEY.public)
        ),
    ],
)
def test_what_the_hub_did_not_sign_is_no_checkpoint(spoil):
    with pytest.raises(CheckpointInvalid):
        open_checkpoint(spoil(note_of(300)), KEY.public)


def test_notes_one_after_another_are_parted_and_a_torn_end_is_passed_over():
    text = note_of(1) + "\n" + note_of(2) + "\n"

    assert notes_in(text) == [note_of(1), note_of(2)]
    assert notes_in(note_of(1)) == [note_of(1)]
    assert notes_in("") == []
    for cut in range(len(note_of(1)) + 2, len(text) - 2):
        assert notes_in(text[:cut]) == [note_of(1)]


def test_one_entry_is_proven_without_the_log():
    text = write_proof(ENTRIES[41], index=41, path=TREE.inclusion(41, 300), note=note_of(300))

    proven = check_proof(text, KEY.public)

    assert text.startswith("c2sp.org/tlog-proof@v1\nextra ")
    assert (proven.entry["seq"], proven.checkpoint.size) == (42, 300)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("index 41", "index 42"),
        lambda text: text.replace("extra ey", "extra eX"),
        lambda text: text.replace(note_of(300), note_of(301)),
        lambda text: text.replace(note_of(300), note_of(300, OTHER)),
        lambda text: text.replace("\nindex", "\nAAAA\nindex"),
        lambda text: text.replace("index 41\n", "index 41\nAAAA\n"),
        lambda text: text[:40],
        lambda _: "",
    ],
)
def test_a_proof_that_was_changed_proves_nothing(spoil):
    text = write_proof(ENTRIES[41], index=41, path=TREE.inclusion(41, 300), note=note_of(300))

    with pytest.raises((ProofInvalid, CheckpointInvalid)):
        check_proof(spoil(text), KEY.public)


@pytest.fixture
def alarms() -> list[str]:
    return []


@pytest.fixture
def witness(tmp_path, alarms):
    return Witness(tmp_path, KEY.public, alarms.append)


def test_a_witness_goes_forward_and_remembers_over_a_restart(witness, tmp_path, alarms):
    assert witness.size == 0
    assert witness.take(note_of(200), [])
    assert witness.take(note_of(500), proof_of(200, 500))
    assert witness.take(note_of(500), [])

    again = Witness(tmp_path, KEY.public, alarms.append)

    assert (again.size, alarms) == (500, [])
    assert (tmp_path / KEPT).read_text(encoding="utf-8") == note_of(500)


def rewritten() -> Tree:
    return tree_of([leaf_hash(b"another first"), *LEAVES[1:]])


@pytest.mark.parametrize(
    ("note", "proof"),
    [
        (note_of(199), []),
        (note_of(500), []),
        (note_of(500), ["not base64"]),
        (note_of(200, tree=rewritten()), []),
        (note_of(500, tree=rewritten()), proof_of(200, 500, rewritten())),
        (note_of(500, OTHER), proof_of(200, 500)),
        ("nothing of the kind", []),
    ],
)
def test_a_witness_refuses_to_go_back_and_tells_of_it(witness, tmp_path, alarms, note, proof):
    witness.take(note_of(200), [])

    taken = witness.take(note, proof)

    assert not taken
    assert witness.size == 200
    assert len(alarms) == 1
    assert (tmp_path / KEPT).read_text(encoding="utf-8") == note_of(200)
    assert [path.read_text(encoding="utf-8") for path in tmp_path.glob("refused-*")] == [note]


def test_a_kept_checkpoint_that_somebody_changed_is_told_of(witness, tmp_path, alarms):
    witness.take(note_of(200), [])
    (tmp_path / KEPT).write_text(note_of(100, OTHER), encoding="utf-8")

    again = Witness(tmp_path, KEY.public, alarms.append)

    assert (again.size, len(alarms)) == (0, 1)
