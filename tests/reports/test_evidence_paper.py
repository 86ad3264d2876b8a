"""The evidence of a decision says whose it was, and nobody's where the hub decided by itself."""

from datetime import UTC, datetime

import numpy as np
import pytest

from workstation.reports.evidence import EvidenceSources, evidence_paper
from workstation.reports.evidence_words import Speaker
from workstation.reports.paper import Table

AT = "2026-03-02T08:00:00.000000+00:00"


def paper_of(officer: str, language: str):
    decision = {
        "decision_id": "d1",
        "conclusion": "rescan",
        "officer": officer,
        "desk": "hub",
        "decided_at": AT,
        "evidence": {},
    }
    told = {
        "decision": decision,
        "readings": [],
        "state": {},
        "models": [],
        "film": {},
        "case": {"case_id": "c1", "scan_id": "s1", "head": {}, "received_at": AT, "sha256": "ab"},
    }
    sources = EvidenceSources(
        told=told,
        seen=(),
        models=(),
        picture_fault="",
        shades=np.zeros((2, 2), np.uint8),
        moments=(),
        growth=(),
        left_out=None,
        zone=UTC,
        made_at=datetime(2026, 3, 3, tzinfo=UTC),
        version="1",
    )
    return evidence_paper(sources, Speaker(language))


@pytest.mark.parametrize(
    ("officer", "language", "expected"),
    [
        ("hub:quality", "en", "nobody: the hub decided by itself (hub:quality)"),
        ("hub:quality", "zh", "无(审像中心自动作出) (hub:quality)"),
        ("r01", "en", "r01"),
    ],
)
def test_what_the_hub_decided_is_nobodys(officer, language, expected):
    paper = paper_of(officer, language)

    facts = next(block for block in paper.blocks if isinstance(block, Table))
    assert expected in {row[1] for row in facts.rows}
