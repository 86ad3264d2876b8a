"""What the reviewer saw at the instant that is shown: in words, and as the map of coverage."""

from typing import Any

import numpy as np

from ui import theme
from ui.desk.coverage_strip import CoverageMap
from ui.supervisor.film_story import clock_text, look_words
from ui.widgets.texts import Panel, plain, wrapped
from workstation.review.coverage import Level
from workstation.review.film import Shown, Track


class InstantFacts(Panel):
    """Follows the film; says only what the film says.

    Attributes
    ----------
    recorded
        Whether the record says what was seen; without it nothing is said of that.
    """

    def __init__(self) -> None:
        super().__init__()
        self.recorded = True
        self.time = plain(bold=True)
        self.look, self.engine, self.scale = wrapped(), wrapped(), wrapped(colour=theme.QUIET)
        self.map = CoverageMap()
        self.covered = plain(colour=theme.QUIET)
        for widget in (self.time, self.look, self.engine, self.map, self.covered, self.scale):
            self.body.addWidget(widget)

    def show_instant(self, shown: Shown | None, scale: float) -> None:
        """Show another instant; ``scale`` is how much larger than at the desk the scan is."""
        self.setVisible(shown is not None)
        self.heading.setText(self.tr("At this instant"))
        if shown is None:
            return
        self.time.setText(clock_text(shown.at_ms))
        self.look.setText(self._look(shown))
        self.look.setVisible(bool(self.look.text()))
        self.engine.setText(self._engine(shown))
        for part in (self.map, self.covered, self.scale):
            part.setVisible(self.recorded)
        self.map.show_levels(shown.seen)
        share = 100 * float(np.mean(shown.seen == Level.COVERED))
        self.covered.setText(self.tr("Covered so far: %1 %").replace("%1", f"{share:.0f}"))
        self.scale.setText(self._scale(scale))

    def _look(self, shown: Shown) -> str:
        lines = []
        look = shown.get(Track.LOOK)
        if isinstance(look, dict):
            lines.append(look_words(look))
        model = shown.get(Track.MODEL)
        if model is not None:
            lines.append(self.tr("Beside it: typical model %1").replace("%1", str(model)))
        if shown.get(Track.LOUPE):
            lines.append(self.tr("The loupe was out"))
        if _of(shown, Track.FIDELITY).get("full") is False:
            lines.append(self.tr("The picture was still coarse"))
        if _of(shown, Track.FIDELITY).get("front") is False:
            lines.append(self.tr("The window was in the background"))
        return "\n".join(lines)

    def _engine(self, shown: Shown) -> str:
        answer = _of(shown, Track.ANSWER)
        if not answer.get("compared"):
            return self.tr("No verdict of the engine")
        if not answer.get("shown"):
            return self.tr("The engine's verdict was withheld")
        regions = _of(shown, Track.REGIONS)
        if regions.get("explained") and regions.get("chosen"):
            text = self.tr("The engine's verdict was shown; region %1 was explained")
            return text.replace("%1", str(regions["chosen"]))
        return self.tr("The engine's verdict was shown")

    def _scale(self, scale: float) -> str:
        if abs(scale - 1) < 1e-9:
            return self.tr("Pixel for pixel as at the desk")
        text = self.tr("The same part of the picture as at the desk, at %1 % of its size")
        return text.replace("%1", f"{100 * scale:.0f}")


def _of(shown: Shown, track: Track) -> dict[str, Any]:
    value = shown.get(track)
    return value if isinstance(value, dict) else {}
