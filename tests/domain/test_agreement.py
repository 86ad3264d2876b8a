import pytest

from workstation.domain.agreement import detectability, kappa, share_of


def test_the_interval_of_a_share_is_wilsons():
    share = share_of(7, 10)

    assert (share.low, share.high) == pytest.approx((0.3968, 0.8922), abs=1e-4)
    assert (share_of(0, 10).low, share_of(10, 10).high) == (0.0, 1.0)


def test_of_nothing_nothing_is_known():
    share = share_of(0, 0)

    assert (share.value, share.low, share.high) == (None, 0.0, 1.0)


def test_a_part_is_never_more_than_the_whole():
    with pytest.raises(ValueError, match="no part"):
        share_of(3, 2)


def test_kappa_is_cohens():
    # Cohen's kappa of the textbook table 20, 5, 10, 15 is 0.4.
    both = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}

    assert kappa(both) == pytest.approx(0.4)
    assert kappa({("yes", "yes"): 9}) is None
    assert kappa({}) is None


def test_detectability_is_nothing_for_who_guesses_on_a_line_of_that_slope():
    sure = detectability(share_of(95, 100), share_of(3, 100))
    same = detectability(share_of(50, 100), share_of(50, 100))

    assert same == pytest.approx(0.0, abs=1e-9)
    assert sure is not None
    assert sure > 2.5
    assert detectability(share_of(0, 0), share_of(1, 2)) is None
