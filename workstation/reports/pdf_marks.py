"""A picture in a PDF with lines over it: strokes, which stay sharp however far one zooms."""

from collections.abc import Sequence
from typing import Final

from reportlab.lib import colors
from reportlab.platypus import Flowable

from workstation.reports.paper import Polyline

_WIDE: Final = 1.1
_EDGE: Final = 2.0
_SIZE: Final = 7.0


class Marked(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Draws an image, and then lines in the image's own coordinates.

    Parameters
    ----------
    image : Flowable
        With its size in points.
    scale : float
        Points for each pixel of the picture.
    """

    def __init__(self, image: Flowable, lines: Sequence[Polyline], scale: float, font: str) -> None:
        super().__init__()
        self._image, self._lines, self._scale, self._font = image, lines, scale, font
        self.width, self.height = image.drawWidth, image.drawHeight

    def draw(self) -> None:
        """Draw on the canvas that ReportLab has set; what lies beside the picture is cut off."""
        canvas = self.canv
        self._image.drawOn(canvas, 0, 0)
        canvas.saveState()
        frame = canvas.beginPath()
        frame.rect(0, 0, self.width, self.height)
        canvas.clipPath(frame, stroke=0, fill=0)
        for line in self._lines:
            points = [(x * self._scale, self.height - y * self._scale) for x, y in line.points]
            if len(points) > 1:
                self._stroke(points, line)
        for line in self._lines:
            if line.label and line.points:
                x, y = line.points[0]
                self._write(x * self._scale, self.height - y * self._scale, line)
        canvas.restoreState()

    def _stroke(self, points: Sequence[tuple[float, float]], line: Polyline) -> None:
        canvas = self.canv
        for wide, colour in ((_EDGE, colors.black), (_WIDE, colors.HexColor(line.colour))):
            path = canvas.beginPath()
            path.moveTo(*points[0])
            for point in points[1:]:
                path.lineTo(*point)
            canvas.setLineWidth(wide)
            canvas.setStrokeColor(colour)
            canvas.setDash([4, 2.5] if line.dashed else [])
            canvas.drawPath(path, stroke=1, fill=0)

    def _write(self, x: float, y: float, line: Polyline) -> None:
        """Write a label on a plate above and right of a point, and within the picture."""
        canvas = self.canv
        wide = canvas.stringWidth(line.label, self._font, _SIZE) + 5
        left = min(max(x, 0.0), max(self.width - wide, 0.0))
        foot = min(max(y + 1.5, 0.0), self.height - _SIZE - 4)
        canvas.setFillColor(colors.HexColor(line.colour))
        canvas.rect(left, foot, wide, _SIZE + 3.5, stroke=0, fill=1)
        canvas.setFillColor(colors.black)
        canvas.setFont(self._font, _SIZE)
        canvas.drawString(left + 2.5, foot + 2.5, line.label)
