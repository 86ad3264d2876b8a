"""Holds figures against a plain count: counts exactly, percentiles within one per cent."""

from dataclasses import replace

from workstation.reports.figures import Figures, Turnaround

_BARE = Turnaround()


def assert_same(found: Figures, plain: Figures) -> None:
    """Fail where figures are not those of a plain count."""
    assert near(found.turnaround, plain.turnaround), (found.turnaround, plain.turnaround)
    assert near(found.dwell, plain.dwell), (found.dwell, plain.dwell)
    for name, groups in plain.groups.items():
        assert [replace(one, turnaround=_BARE) for one in found.groups[name]] == [
            replace(one, turnaround=_BARE) for one in groups
        ]
        pairs = zip(found.groups[name], groups, strict=True)
        assert all(near(one.turnaround, two.turnaround) for one, two in pairs)
    without = {"turnaround": _BARE, "dwell": _BARE, "groups": {}}
    assert replace(found, **without) == replace(plain, **without)


def near(found: Turnaround, plain: Turnaround) -> bool:
    """Tell whether percentiles are within one per cent, or a thousandth of a second."""
    pairs = [(getattr(found, name), getattr(plain, name)) for name in ("p50", "p90", "p95")]
    return all(one == two or abs(one - two) <= 0.01 * abs(two) + 1e-3 for one, two in pairs)
