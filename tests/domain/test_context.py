"""The context of a case survives the wire, and what is no context is refused."""

from datetime import UTC, datetime

import pytest

from workstation.domain.context import (
    CaseContext,
    Earlier,
    EngineShown,
    Reading,
    Referral,
    Relation,
    Tier,
    context_from_json,
    context_to_json,
)
from workstation.domain.decision import Conclusion

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_context_comes_back_as_it_was_written() -> None:
    context = CaseContext(
        reading=Reading(tier=Tier.HIGH, readers=2, slot=2, engine=EngineShown.AFTER),
        earlier=(
            Earlier(
                relation=Relation.SISTER,
                case_id="east:1",
                container="MSCU1234567",
                site="east",
                received_at=NOON,
                conclusion=Conclusion.INSPECT,
                goods="Apples",
                goods_zh="苹果",
            ),
        ),
        referral=Referral(officer="li", reason="unknown_goods", note="See the left end", at=NOON),
    )

    again = context_from_json(context_to_json(context))

    assert again == context


def test_an_engine_mode_nobody_knows_is_refused() -> None:
    data = context_to_json(CaseContext())
    data["reading"]["engine"] = "sometimes"

    with pytest.raises(ValueError, match="sometimes"):
        context_from_json(data)
