"""What a hub writes down while it runs comes to the house's syslog server."""

from datetime import UTC, datetime

from tests.makers.syslog_listener import Listener, make_papers
from workstation.assembly.audit_post import audited
from workstation.settings import HubConfig
from workstation.storage.records import open_records

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def test_entries_go_to_the_server_that_the_settings_name_also_those_of_the_end(tmp_path):
    papers = make_papers(tmp_path)
    records, listener = open_records(tmp_path / "hub.sqlite"), Listener(papers)
    config = HubConfig(
        data=tmp_path, audit_server=f"localhost:{listener.port}", audit_authority=papers
    )
    records.note("desk:login:accepted", {"officer": "before", "desk": "d"}, now=NOW)
    (tmp_path / "atna.position").write_text("0", encoding="ascii")

    with audited(config, records):
        listener.wait_for(1)
        records.note("hub:stopped", {}, now=NOW)
    lines = listener.wait_for(2)
    listener.close()
    records.close()

    assert b'UserID="before"' in lines[0]
    assert b"Application Stop" in lines[1]


def test_without_a_server_nothing_is_begun(tmp_path):
    records = open_records(tmp_path / "hub.sqlite")

    with audited(HubConfig(data=tmp_path), records) as sender:
        assert sender is None
    records.close()
