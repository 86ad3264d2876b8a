"""ISO 6346 numbers: the check digit catches single slips."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workstation.domain.container import check_digit, find_number, is_valid

letters = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3)
serials = st.text("0123456789", min_size=6, max_size=6)


def test_the_example_of_the_standard_is_valid():
    assert is_valid("CSQU3054383")


@pytest.mark.parametrize("number", ["CSQU3054384", "CSQU305438", "csqu3054383", "CSQX3054383", ""])
def test_a_wrong_digit_length_case_or_category_is_not_valid(number):
    assert not is_valid(number)


@given(owner=letters, serial=serials, position=st.integers(4, 9), other=st.integers(0, 9))
def test_changing_one_digit_changes_the_check_digit(owner, serial, position, other):
    number = f"{owner}U{serial}"
    changed = number[:position] + str(other) + number[position + 1 :]
    assume(changed != number)
    raw = {n: sum_of(n) for n in (number, changed)}
    assume({raw[number] % 11, raw[changed] % 11} != {0, 10})  # 10 and 0 share a digit

    assert check_digit(number) != check_digit(changed)


def sum_of(first_ten):
    values = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", letter_values(), strict=True))
    return sum(
        (values[c] if c.isalpha() else int(c)) * 2**place for place, c in enumerate(first_ten)
    )


def letter_values():
    return [v for v in range(10, 39) if v % 11 != 0]


def test_a_number_is_found_within_a_file_name():
    assert find_number("site7_HLBU9287133_B.jpg") == "HLBU9287133"


def test_a_number_with_a_wrong_check_digit_is_not_found():
    assert find_number("HLBU9287134_B.jpg") is None
