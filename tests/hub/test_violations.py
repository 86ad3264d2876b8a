from workstation.hub.violations import Violations


def test_twenty_broken_messages_in_a_minute_mute_a_key_for_a_minute():
    violations = Violations()

    muted = [violations.count("key", now * 2.0) for now in range(20)]

    assert muted == [False] * 19 + [True]
    assert violations.muted("key", 40.0)
    assert not violations.muted("other", 40.0)
    assert not violations.muted("key", 38.0 + 60.0)


def test_slow_mistakes_are_forgiven():
    violations = Violations()

    assert not any(violations.count("key", now * 4.0) for now in range(100))
