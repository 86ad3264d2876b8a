"""Why a case was handed up, in words: an officer's reason, or that two readings differ."""

import pytest

from ui import words
from workstation.domain.readings import READINGS_DIFFER
from workstation.review.reasons import Reason


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (READINGS_DIFFER, "two officers read the case apart and differ"),
        (Reason.SECOND_OPINION.value, words.reason(Reason.SECOND_OPINION)),
        ("a code of tomorrow", "a code of tomorrow"),
    ],
)
def test_a_referral_says_why(code, text):
    assert words.referral_reason(code) == text
