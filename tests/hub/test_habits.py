from workstation.hub.habits import HungryDesks, PutOff, SkipQuota, TimeOnTask


def test_a_case_put_off_is_kept_from_its_officer_until_its_time_is_over():
    put_off = PutOff()
    put_off.add("li", "a:0", until=60.0)

    assert put_off.of("li", 59.9) == {"a:0"}
    assert put_off.of("wang", 59.9) == set()
    assert put_off.of("li", 60.0) == set()


def test_the_quota_of_skips_is_spent_for_an_hour_and_for_one_officer_alone():
    quota = SkipQuota(2)
    quota.count("li", 0.0)
    assert not quota.is_spent("li", 1.0)

    quota.count("li", 100.0)

    assert quota.is_spent("li", 101.0)
    assert not quota.is_spent("wang", 101.0)
    assert quota.is_spent("li", 3599.0)
    assert not quota.is_spent("li", 3600.0)


def test_without_a_quota_nobody_is_held_back():
    quota = SkipQuota(0)
    for second in range(100):
        quota.count("li", float(second))

    assert not quota.is_spent("li", 100.0)


def test_an_officer_is_tired_after_long_work_and_fresh_again_after_a_rest():
    hours = TimeOnTask(work_s=100.0, rest_s=30.0)
    for second in range(0, 100, 10):
        hours.worked("li", float(second))
    assert not hours.is_tired("li", 99.0)

    hours.worked("li", 100.0)

    assert hours.is_tired("li", 101.0)
    assert not hours.is_tired("wang", 101.0)
    assert not hours.is_tired("li", 130.0)
    hours.worked("li", 131.0)
    assert not hours.is_tired("li", 132.0)


def test_a_desk_that_asked_in_vain_is_hungry_until_it_is_fed_or_asks_no_more():
    desks = HungryDesks()
    desks.told_nothing("desk-1", 0.0)
    desks.told_nothing("desk-2", 0.0)

    assert desks.others("desk-3", 1.0) == 2
    assert desks.others("desk-1", 1.0) == 1
    desks.fed("desk-2")
    assert desks.others("desk-1", 1.0) == 0
    assert desks.others("desk-3", 6.0) == 0
