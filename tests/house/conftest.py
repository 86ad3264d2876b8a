"""What the house tests share."""

import pytest

from tests.house import tree


@pytest.fixture(scope="module", autouse=True)
def trees_are_forgotten():
    """Let go of the syntax trees: millions of objects that later tests would carry along."""
    yield
    for kept in (tree.parsed, tree.nodes, tree.imports, tree.calls):
        kept.cache_clear()
