"""What a desk is told of a case, and the files that belong to it."""

import contextlib
from pathlib import Path
from typing import Any

from queue_client.documents import CaseDocument, ModelDocument
from workstation.domain.case import Case
from workstation.domain.comparison import Comparison, comparison_to_json
from workstation.domain.context import CaseContext, Reading, context_to_json
from workstation.domain.declaration import declaration_to_json
from workstation.domain.instants import to_text
from workstation.domain.scan import ScanHead
from workstation.hub.blindness import Blindness
from workstation.hub.guide import Guide
from workstation.hub.ports import Blobs, ModelPackages, Records
from workstation.hub.projections import Projections
from workstation.hub.whole_packages import WholePackages


class CasePapers:
    """Puts a case's papers together: scan, declaration, comparison, models and surroundings.

    Who looks at a case again does not find it among the surroundings of another: its conclusion
    stands there. What was concluded of its sisters they are told as whoever read it first was.
    """

    def __init__(  # noqa: PLR0913 - the parts are given, not made
        self,
        records: Records,
        blobs: Blobs,
        models: ModelPackages,
        guide: Guide,
        projections: Projections | None = None,
        *,
        blindness: Blindness,
        whole: WholePackages,
    ) -> None:
        self._blindness, self.whole = blindness, whole
        self.projections = Projections() if projections is None else projections
        self._records, self._blobs, self._models, self.guide = records, blobs, models, guide
        self._files: dict[tuple[str, int], dict[str, Path]] = {}

    def reading(self, case: Case) -> Reading:
        """Return how the next officer is to read a case, or the one who holds it reads it."""
        return self.guide.reading(case)

    def document(self, case: Case, officer: str) -> CaseDocument:
        """Return all that an officer is told of a leased case; note which files go with it."""
        case = self.projections.as_shown(case)
        comparison = case.comparison
        models = self._models.packages([] if comparison is None else _models_named(comparison))
        files = {model.sha256: model.path for model in models}
        sha256 = case.package_sha256
        self.whole.look_over(sha256)
        # Without its package the case is leased all the same; fetching says what is missing.
        with contextlib.suppress(KeyError):
            files[case.package_sha256] = self._blobs.path(case.package_sha256)
        image = self.projections.path(case.package_sha256)
        if image is not None:
            files[case.package_sha256] = image
        self._files[case.case_id, case.lease_token or 0] = files
        return CaseDocument(
            head=head_to_json(case.head),
            declaration=None if case.declaration is None else declaration_to_json(case.declaration),
            comparison=None if comparison is None else comparison_to_json(comparison),
            context=context_to_json(self._context(case, officer)),
            models=tuple(
                ModelDocument(
                    model=model.model_id,
                    hs=model.hs,
                    name=model.name,
                    name_zh=model.name_zh,
                    sha256=model.sha256,
                    size=model.size,
                )
                for model in models
            ),
        )

    def file(self, case_id: str, token: int, sha256: str) -> Path | None:
        """Return a file that goes with a lease; None when it does not."""
        if (case_id, token) not in self._files:
            case = self._records.case(case_id)  # after a restart
            self.document(case, case.lease_officer or "")
        return self._files.get((case_id, token), {}).get(sha256)

    def forget(self, case_id: str, token: int) -> None:
        """Forget the files of a lease that has ended."""
        self._files.pop((case_id, token), None)

    def _context(self, case: Case, officer: str) -> CaseContext:
        hidden = self._blindness.case_of(officer)
        around = self._records.earlier(case.case_id)
        return CaseContext(
            reading=self.reading(case),
            earlier=tuple(one for one in around if one.case_id != hidden),
            referral=self._records.referral(case.case_id),
            instructions=self.guide.instructions(case.case_id),
        )


def _models_named(comparison: Comparison) -> list[str]:
    """Return every model the engine named, once: matches first, then what explains regions."""
    witnesses = [
        witness
        for region in comparison.deviations
        for witness in (region.supporting, region.contradicting)
        if witness is not None
    ]
    matched = [match.model for match in (*comparison.matches, *comparison.prohibited)]
    return list(dict.fromkeys([*matched, *(witness.model for witness in witnesses)]))


def head_to_json(head: ScanHead) -> dict[str, Any]:
    """Return a scan's head as a desk is told it."""
    return {
        "scan_id": head.scan_id,
        "site": head.site,
        "scanner": head.scanner,
        "time": None if head.taken_at is None else to_text(head.taken_at),
        "container": head.container,
        "declaration": head.declaration,
    }
