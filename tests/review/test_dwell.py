"""Time in front of a picture counts while the picture can be seen, and only then."""

from workstation.review.dwell import Dwell


def test_nothing_is_seen_before_the_picture_is_painted():
    dwell = Dwell()
    dwell.restart()

    assert dwell.seen_s(100.0) == 0.0
    assert not dwell.is_painted


def test_seen_time_counts_from_the_first_full_paint():
    dwell = Dwell()
    dwell.restart()

    assert dwell.paint(10.0)
    assert not dwell.paint(11.0)

    assert dwell.seen_s(12.5) == 2.5


def test_a_covered_picture_is_not_seen():
    dwell = Dwell()
    dwell.restart()
    dwell.paint(10.0)

    dwell.pause(11.0)
    covered = dwell.seen_s(500.0)
    dwell.resume(600.0)

    assert covered == 1.0
    assert dwell.seen_s(602.0) == 3.0


def test_a_picture_painted_under_a_cover_counts_from_when_the_cover_goes():
    dwell = Dwell()
    dwell.restart()
    dwell.pause(10.0)

    dwell.paint(20.0)
    dwell.resume(30.0)

    assert dwell.seen_s(31.0) == 1.0


def test_what_was_seen_before_looking_back_counts_when_the_picture_is_there_again():
    dwell = Dwell()

    dwell.restart(before_s=4.0)
    unpainted = dwell.seen_s(50.0)
    dwell.paint(60.0)

    assert unpainted == 0.0
    assert dwell.seen_s(61.0) == 5.0
