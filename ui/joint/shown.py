"""What a joint view carries, as values and as JSON: the look, the part that is seen, the marks."""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from viewer.pixels.geometry import Place, Viewpoint
from viewer.pixels.stage import Stage
from viewer.pixels.state import PictureState
from workstation.domain.decision import Mark, mark_from_json, mark_to_json

_LOG = logging.getLogger(__name__)
LIMIT_BYTES: Final = 15 * 1024
"""How large a document may be; the hub takes 16 KiB of it in its own writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How the officer who shows a case sees it.

    ``fitted`` when the whole picture is seen, and ``engine`` when the engine's answer is on that
    officer's screen: others are not to hear of it sooner.
    """

    state: PictureState = field(default_factory=PictureState)
    fitted: bool = True
    engine: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {"state": self.state.to_json(), "fitted": self.fitted, "engine": self.engine}

    def viewpoint_on(self, stage: Stage) -> Viewpoint:
        """Return where another pane sees at least the same part of the picture."""
        view, size_px = self.state.viewpoint, self.state.size_px
        if self.fitted or view is None or size_px is None or min(size_px) <= 0:
            return stage.fit()
        shares = (ours / theirs for ours, theirs in zip(stage.size_px, size_px, strict=True))
        return Viewpoint(centre=view.centre, zoom=view.zoom * min(shares))


def shown_from_json(data: Mapping[str, Any]) -> Shown:
    """Read what `Shown.to_json` wrote; what is not understood is seen whole, without an answer."""
    try:
        state = PictureState.from_json(data["state"])
        return Shown(state=state, fitted=data["fitted"] is True, engine=data["engine"] is True)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        _LOG.warning("what is shown is not understood", extra={"reason": repr(error)})
        return Shown()


def document_of(
    shown: Shown, marks: Sequence[Mark], pointer: Place | None
) -> tuple[dict[str, Any], int]:
    """Return what is sent, and how many of the marks found room in it: the first ones."""
    written = [_thin(mark) for mark in marks]
    document = {"view": shown.to_json(), "marks": written, "pointer": pointer}
    while written and _bytes(document) > LIMIT_BYTES:
        written.pop()
    return document, len(written)


def marks_from(documents: Sequence[Mapping[str, Any]]) -> tuple[Mark, ...]:
    """Read the marks of a view; one that is not understood is left out."""
    marks = []
    for document in documents:
        try:
            mark = mark_from_json(document)
        except (KeyError, TypeError, ValueError) as error:
            _LOG.warning("a mark is not understood", extra={"reason": repr(error)})
        else:
            marks.append(mark)
    return tuple(marks)


def pointer_in(place: Place | None, shape: tuple[int, int] | None) -> Place | None:
    """Return a place as it is sent: to a tenth of a pixel, and None beside the picture."""
    if place is None or shape is None:
        return None
    if not (0 <= place[0] <= shape[0] and 0 <= place[1] <= shape[1]):
        return None
    return round(place[0], 1), round(place[1], 1)


def _thin(mark: Mark) -> dict[str, Any]:
    document = mark_to_json(mark)
    document["points"] = [[round(row, 1), round(column, 1)] for row, column in mark.points]
    return document


def _bytes(document: Mapping[str, Any]) -> int:
    return len(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())
