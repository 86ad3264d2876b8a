"""What the engine said travels to the desk unchanged."""

import json

from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.comparison import (
    Comparison,
    Deviation,
    LoadFacts,
    Match,
    Rectangle,
    Verdict,
    comparison_from_json,
    comparison_to_json,
)

pixels = st.integers(0, 20_000)
scores = st.floats(0, 1)
areas = st.builds(Rectangle, row=pixels, column=pixels, height=pixels, width=pixels)
matches = st.builds(
    Match,
    model=st.text(max_size=12),
    hs=st.text("0123456789", max_size=10),
    name=st.text(max_size=12),
    score=scores,
    scan_area=areas,
    model_area=areas,
    prohibited=st.booleans(),
)
comparisons = st.builds(
    Comparison,
    engine=st.just("e1"),
    library=st.just("l1"),
    verdict=st.sampled_from(Verdict),
    p_value=st.none() | scores,
    false_alarm_rate=scores,
    reasons=st.lists(st.text(max_size=12), max_size=3).map(tuple),
    matches=st.lists(matches, max_size=3).map(tuple),
    deviations=st.lists(
        st.builds(Deviation, area=areas, score=scores, why=st.just(("density", "texture"))),
        max_size=3,
    ).map(tuple),
    prohibited=st.lists(matches, max_size=2).map(tuple),
    load=st.none()
    | st.builds(LoadFacts, fill=st.just("full"), fill_fraction=scores, mass_kg=st.none() | scores),
    elapsed_s=scores,
)


@given(comparison=comparisons)
def test_a_comparison_survives_json(comparison):
    text = json.dumps(comparison_to_json(comparison))

    assert comparison_from_json(json.loads(text)) == comparison
