"""The evidence of a decision says whose it was, and nobody's where the hub decided by itself."""

from datetime import UTC, datetime

import numpy as np
import pytest

from workstation.reports.evidence import EvidenceSources, evidence_paper
from workstation.reports.evidence_words import Speaker
from workstation.reports.paper import Table

AT = "2026-03-02T08:00:00.000000+00:00"


def paper_of(officer: str, language: str, *, evidence=(), around=()):
    decision = {
        "decision_id": "d1",
        "conclusion": "rescan",
        "officer": officer,
        "desk": "hub",
        "decided_at": AT,
        "evidence": dict(evidence),
    }
    told = {
        "decision": decision,
        "readings": [],
        "state": {"circumstances": dict(around)},
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


MONITOR = {
    "maker": "EIZO",
    "model": "RX350",
    "serial": "21409",
    "port": "DP-1",
    "size_mm": [432.0, 324.0],
    "size_px": [2048, 1536],
    "pixel_ratio": 1.0,
    "check": {"on": "2026-05-01", "by": "chen"},
    "changes": [["gone", 3.0, "EIZO RX350", 2048, 1536], ["back", 9.5, "EIZO RX350", 2048, 1536]],
}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "EIZO RX350 [21409]",
                "2048 \N{MULTIPLICATION SIGN} 1536 px",
                "2026-05-01 (chen)",
                "gone after 3.0 s (EIZO RX350) · back after 9.5 s (EIZO RX350)",
                "synchronised, at most 12 ms wrong",
                "not synchronised",
            ),
        ),
        ("zh", ("显示器画面", "检查日期", "3.0 秒时断开", "误差最多 12 毫秒", "未同步")),
    ],
)
def test_the_report_tells_the_monitor_its_check_and_how_both_clocks_were_kept(language, said):
    evidence = {"monitor": MONITOR, "desk_clock": {"sync": "unsynchronised"}}
    around = {"hub_clock": {"sync": "synchronised", "max_error_s": 0.0123}}

    texts = paper_of("li", language, evidence=evidence, around=around).texts()

    for words in said:
        assert words in texts


def test_of_a_decision_from_before_nothing_is_said_of_monitor_and_clocks():
    texts = paper_of("li", "en").texts()

    assert "Monitor" not in texts
    assert "Clock" not in texts


def test_whatever_a_desk_wrote_of_its_monitor_leaves_the_report_whole():
    changes = [["gone"], 4, ["sold", 1.0, "x"], ["gone", 10**400, "x"]]
    evidence = {
        "monitor": {**MONITOR, "check": 7, "changes": changes},
        "desk_clock": {"sync": 5, "max_error_s": 10**400},
    }

    texts = paper_of("li", "en", evidence=evidence).texts()

    assert "no check written down" in texts
    assert "What became of the monitor" not in texts
