"""Which names scans and machines may have: those that are folders and files on any system."""

import pytest

from tests.makers.lawful_names import LAWFUL, UNLAWFUL
from workstation.domain.lawful_names import is_lawful


@pytest.mark.parametrize("name", LAWFUL)
def test_a_plain_name_is_lawful(name):
    assert is_lawful(name)


@pytest.mark.parametrize("name", UNLAWFUL)
def test_a_name_that_is_none_on_some_system_or_looks_like_another_is_not(name):
    assert not is_lawful(name)
