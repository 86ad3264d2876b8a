import hashlib

import pytest

from workstation.audit.merkle import (
    EMPTY_ROOT,
    Frontier,
    Tree,
    goes_on,
    includes,
    leaf_hash,
    node_hash,
    root_of_peaks,
)

SIZES = [1, 2, 3, 4, 5, 7, 8, 255, 256, 257, 511, 512, 513, 768, 1000]


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


def plain_root(hashes: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, written down as it stands there."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return node_hash(plain_root(hashes[:k]), plain_root(hashes[k:]))


def tree_of(hashes: list[bytes]) -> Tree:
    tree = Tree(lambda low, high: hashes[low:high])
    for leaf in hashes:
        tree.add(leaf)
    return tree


def test_the_published_roots_of_certificate_transparency_come_out():
    # The test vectors of RFC 6962's reference implementation (certificate-transparency).
    entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    frontier = Frontier()
    for entry in entries:
        frontier.add(leaf_hash(bytes.fromhex(entry)))

    assert EMPTY_ROOT.hex().startswith("e3b0c44298fc1c14")
    assert frontier.root().hex() == (
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"
    )


@pytest.mark.parametrize("size", SIZES)
def test_both_ways_of_growing_give_the_root_of_the_rfc(size):
    hashes = leaves(size)
    frontier = Frontier()
    for leaf in hashes:
        frontier.add(leaf)

    assert frontier.root() == plain_root(hashes) == tree_of(hashes).root()


@pytest.mark.parametrize("size", SIZES)
def test_each_entry_is_proven_and_none_stands_for_another(size):
    hashes = leaves(1000)
    tree = tree_of(hashes)
    root = plain_root(hashes[:size])

    for index in {0, size // 3, size // 2, size - 1}:
        path = tree.inclusion(index, size)

        assert includes(hashes[index], index, size, path, root)
        assert not includes(hashes[index + 1 if index < 999 else 0], index, size, path, root)
        assert not includes(hashes[index], index, size, path, bytes(32))
        assert not includes(hashes[index], index, size, [*path, bytes(32)], root)


@pytest.mark.parametrize(
    ("old", "new"), [(old, new) for new in (257, 513, 1000) for old in SIZES if old <= new]
)
def test_a_later_root_is_shown_to_go_on_from_an_earlier_one(old, new):
    hashes = leaves(1000)
    old_root, new_root = plain_root(hashes[:old]), plain_root(hashes[:new])
    other = plain_root([bytes(32), *hashes[1:old]])

    path = tree_of(hashes).consistency(old, new)

    assert goes_on(old, old_root, new, new_root, path)
    assert not goes_on(old, other, new, new_root, path)
    assert old == new or not goes_on(old, old_root, new, old_root, path)


def test_a_tree_taken_up_from_its_blocks_is_the_same_tree():
    hashes = leaves(1000)
    grown = tree_of(hashes)
    again = Tree(lambda low, high: hashes[low:high])

    for block in grown.blocks:
        again.add_block(block)
    for leaf in hashes[again.size :]:
        again.add(leaf)

    assert again.root() == grown.root()
    assert again.root(300) == plain_root(hashes[:300])


def test_what_a_tree_does_not_hold_is_refused():
    tree = tree_of(leaves(5))

    for ask in (
        lambda: tree.root(6),
        lambda: tree.inclusion(5, 5),
        lambda: tree.consistency(5, 4),
        lambda: tree.consistency(1, 6),
    ):
        with pytest.raises(ValueError, match=r"tree|leaf"):
            ask()


@pytest.mark.parametrize("stretch", [1, 2, 16, 256])
def test_roots_of_stretches_join_to_the_root_of_all(stretch):
    hashes = leaves(700)
    whole = Frontier()
    joined, left = [], Frontier()

    for begin in range(0, len(hashes), stretch):
        part, before = Frontier(), left.peaks()
        for leaf in hashes[begin : begin + stretch]:
            part.add(leaf)
            joined.append(root_of_peaks((*before, *part.peaks())))
        left.add(root_of_peaks(part.peaks()))

    for size, root in enumerate(joined, 1):
        whole.add(hashes[size - 1])
        if size in SIZES:
            assert root == whole.root()
