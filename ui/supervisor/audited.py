"""One decision as the hub tells it to those who audit, read into the words of the room."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from queue_client.answers import ModelRef
from queue_client.supervision_documents.film import AuditedModel, DecisionAnswer
from workstation.domain.comparison import Comparison, comparison_from_json
from workstation.domain.decision import Conclusion
from workstation.domain.declaration import Declaration, declaration_from_json
from workstation.domain.errors import DeclarationUnreadable
from workstation.domain.instants import from_text
from workstation.domain.typical_model import ModelState

_LOG = logging.getLogger(__name__)


class AnswerUnreadable(ValueError):
    """What the hub told of a decision cannot be understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """Everything about one decision.

    ``comparison`` and ``declaration`` are None where there was none, or none that can be read.
    """

    answer: DecisionAnswer
    conclusion: Conclusion
    decided_at: datetime
    evidence: Mapping[str, Any]
    comparison: Comparison | None
    declaration: Declaration | None

    @property
    def decision_id(self) -> str:
        """The id of the decision."""
        return str(self.answer.decision["decision_id"])

    @property
    def label(self) -> str:
        """The container's number, else the scan's."""
        case = self.answer.case
        return str(case["head"].get("container") or case["scan_id"])

    @property
    def kept_models(self) -> tuple[AuditedModel, ...]:
        """The models whose pictures can still be shown, the retired ones too."""
        return tuple(model for model in self.answer.models if model.sha256 and model.size)

    @property
    def gone_models(self) -> tuple[AuditedModel, ...]:
        """The models that the library has no longer."""
        return tuple(model for model in self.answer.models if not (model.sha256 and model.size))

    @property
    def retired_models(self) -> tuple[AuditedModel, ...]:
        """The models that a librarian has retired since, or that were never approved."""
        return tuple(
            model for model in self.kept_models if model.state != ModelState.APPROVED.value
        )


def read_answer(document: Mapping[str, Any]) -> Audited:
    """Read what the hub answered about a decision; raise `AnswerUnreadable`."""
    try:
        answer = msgspec.convert(dict(document), DecisionAnswer)
        decision = answer.decision
        conclusion = Conclusion(decision["conclusion"])
        decided_at = from_text(decision["decided_at"])
        evidence = dict(decision["evidence"])
    except (msgspec.ValidationError, KeyError, TypeError, ValueError) as error:
        raise AnswerUnreadable(str(error)) from error
    return Audited(
        answer=answer,
        conclusion=conclusion,
        decided_at=decided_at,
        evidence=evidence,
        comparison=_comparison(answer.comparison),
        declaration=_declaration(answer),
    )


def ref_of(model: AuditedModel) -> ModelRef:
    """Return a model as the desk names it."""
    return ModelRef(
        model=model.model,
        hs=model.hs,
        name=model.name,
        name_zh=model.name_zh,
        sha256=model.sha256,
        size=model.size,
    )


def _comparison(data: Mapping[str, Any] | None) -> Comparison | None:
    if data is None:
        return None
    try:
        return comparison_from_json(data)
    except (KeyError, TypeError, ValueError) as error:
        _LOG.warning("a comparison cannot be read", extra={"reason": repr(error)})
        return None


def _declaration(answer: DecisionAnswer) -> Declaration | None:
    if answer.declaration is None:
        return None
    try:
        return declaration_from_json(answer.declaration, source=str(answer.case["case_id"]))
    except DeclarationUnreadable as error:
        _LOG.warning("a declaration cannot be read", extra={"reason": error.sentence()})
        return None
