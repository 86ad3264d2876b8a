"""Every reason has a name that the crew can read."""

from workstation.domain.reason_words import REASON_WORDS, reason_words
from workstation.review.reasons import Reason


def test_every_reason_is_named_in_both_languages():
    assert set(REASON_WORDS) == {reason.value for reason in Reason}
    assert all(told.en and told.zh for told in REASON_WORDS.values())


def test_a_reason_from_another_version_stays_as_it_came():
    assert reason_words("goods_differ").zh == "goods_differ"
