"""Made-up models without pictures: quick to make by the thousand."""

from __future__ import annotations

import numpy as np

from workstation.domain.comparison import LoadFacts, Rectangle
from workstation.matching import signature
from workstation.matching.description import Description, Evidence
from workstation.matching.ports import ModelEntry


def made_up_description(
    hs: str, seed: int, evidence: Evidence = Evidence.CALIBRATED, *, fill: str = "full"
) -> Description:
    """Describe goods whose signature lies around a point that the code gives."""
    around = np.random.default_rng(int(hs)).standard_normal(signature.LENGTH)
    own = np.random.default_rng(seed).standard_normal(signature.LENGTH)
    signed = np.zeros(signature.LENGTH) if fill == "empty" else around + 0.3 * own
    return Description(
        signature=signed.astype(np.float32),
        tokens=np.zeros((1, 1, signature.TOKEN_FEATURES), np.float32),
        load=np.full((1, 1), fill != "empty"),
        interior=Rectangle(row=0, column=0, height=10, width=20),
        evidence=evidence,
        facts=LoadFacts(fill=fill, fill_fraction=0.0 if fill == "empty" else 1.0),
    )


def made_up_entry(
    hs: str,
    seed: int,
    evidence: Evidence = Evidence.CALIBRATED,
    *,
    prohibited: bool = False,
    fill: str = "full",
) -> ModelEntry:
    """Make a model of such goods."""
    return ModelEntry(
        model_id=f"{hs}-{seed}",
        hs=hs,
        name=f"goods {hs}",
        prohibited=prohibited,
        description=made_up_description(hs, seed, evidence, fill=fill),
    )


def made_up_models(codes: int, each: int, first: int = 0) -> list[ModelEntry]:
    """Make some models of each of several codes, in an order that is not the codes'."""
    return [
        made_up_entry(str(100_000 + code), first + copy * codes + code)
        for copy in range(each)
        for code in reversed(range(codes))
    ]
