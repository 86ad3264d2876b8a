"""An arriving scan is recorded with its declaration and its entries, all of it or nothing."""

import pytest

from tests.storage.scenes import CONTAINER, MORNING, make_arrival, make_declaration
from workstation.storage import arriving
from workstation.storage.readers import audit_entries

MANIFEST = {"site": "yantian", "scan": "s1", "signature": "ab"}


def told(folder):
    return [entry["tag"] for entry in audit_entries(folder)]


def test_what_is_told_of_an_arrival_stands_in_the_order_in_which_it_follows(records, tmp_path):
    arrival = make_arrival(declaration=make_declaration(risk="open"), container=CONTAINER)

    case = records.receive(arrival, now=MORNING, manifest=MANIFEST)

    assert told(tmp_path) == [
        "scan:manifest:signed",
        "scan:received",
        "declaration:received",
        "declaration:joined",
    ]
    assert case == records.case(case.case_id)
    assert case.priority > 0


def test_an_arrival_whose_entries_cannot_be_written_has_not_happened(
    records, monkeypatch, tmp_path
):
    arrival = make_arrival(declaration=make_declaration(), container=CONTAINER)
    write = arriving.journal_plain

    def fail_at_the_last(cursor, tag, *rest, **options):
        if tag.endswith("joined"):
            raise RuntimeError("no power")
        write(cursor, tag, *rest, **options)

    with monkeypatch.context() as broken:
        broken.setattr(arriving, "journal_plain", fail_at_the_last)
        with pytest.raises(RuntimeError):
            records.receive(arrival, now=MORNING, manifest=MANIFEST)

    assert told(tmp_path) == []
    assert records.counts().by_stage == {}
    assert records.counts().declarations_without_scan == 0
    assert records.receive(arrival, now=MORNING).declaration == arrival.declaration


def test_a_scan_of_a_site_with_a_colon_in_its_name_is_not_another_sites(records):
    records.receive(make_arrival("b:s1", site="a"), now=MORNING)

    assert records.find_scan("a:b", "s1") is None
    assert records.find_scan("a", "b:s1") is not None
