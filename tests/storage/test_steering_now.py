"""What those who steer work on is found whatever else a room has decided."""

import sqlite3

import pytest

from workstation.storage import steering_now


@pytest.mark.usefixtures("records")
def test_what_is_on_its_way_is_found_without_a_walk_over_all_decisions(tmp_path):
    connection = sqlite3.connect(tmp_path / "hub.sqlite")

    query = f"EXPLAIN QUERY PLAN {steering_now._ON_THEIR_WAY}"  # noqa: SLF001 - how it is answered
    plan = [str(told[-1]) for told in connection.execute(query, {"most": 9})]

    connection.close()
    assert "outbox" in plan[0]
    assert not any(told.startswith("SCAN decision") for told in plan)
