"""The time line of a review: what happened when, how coverage grew, and where the film stands."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui import theme
from ui.supervisor.film_story import Lane, Moment, clock_text, lane_name
from ui.supervisor.record_story import RecordStory
from workstation.review.coverage import Level
from workstation.review.film import Film, Reel, Track

_LANE_PX: Final = 17
_TOP_PX: Final = 26
_FOOT_PX: Final = 18
_COVER_PX: Final = 30
_NAMES_PX: Final = 92
_RIGHT_PX: Final = 14
_NEAR_PX: Final = 6
_POINTS: Final = 240
_STEPS_S: Final = (0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)
_COLOURS: Final = {
    Lane.ENGINE: theme.WARN,
    Lane.MARKS: theme.ALARM,
    Lane.LOOKS: theme.ACCENT,
    Lane.MODELS: theme.GOOD,
    Lane.ACTS: theme.QUIET,
}


class TimeLine(QWidget):
    """Shows a whole film at a glance; a click or a drag leads to an instant.

    Each kind of moment has a row with a name and a sign of its own, so that nothing is told by
    colour alone. The share that was covered grows in the row above the times.
    """

    sought = Signal(int)
    """An instant that somebody wants to see [ms]."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._film: Film | None = None
        self._record_ms = 0
        self._note = ""
        self._moments: Sequence[Moment] = ()
        self._covered: tuple[tuple[int, float], ...] = ()
        self._told: tuple[tuple[int, int], ...] = ()
        self._at_ms = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_film(self, film: Film | None, moments: Sequence[Moment]) -> None:
        """Take another film, or none."""
        self._film, self._moments, self._at_ms = film, moments, 0
        self._record_ms, self._note = 0, ""
        self._covered = () if film is None else _growth(film)
        self._told = () if film is None else _told_spans(film)
        self.update()

    def show_record(self, story: RecordStory) -> None:
        """Show what is known without a film, and say what is not."""
        self.show_film(None, story.moments)
        self._record_ms = story.end_ms
        self._told = () if story.told_ms is None else ((story.told_ms, story.end_ms),)
        told = [self.tr("Not recorded: where the view was, and how coverage grew.")]
        if story.marks:
            told.append(self.tr("%n mark(s), drawn at times unknown.", "", story.marks))
        self._note = " ".join(told)
        self.setAccessibleDescription(self._note)

    def show_at(self, at_ms: int) -> None:
        """Set the hand to an instant [ms]."""
        self._at_ms = at_ms
        self.update()

    def next_moment(self, by: int) -> int | None:
        """Return when the next moment is, or with -1 the one before; None when there is none."""
        times = sorted({moment.at_ms for moment in self._moments})
        later = [at for at in times if at > self._at_ms]
        sooner = [at for at in times if at < self._at_ms]
        found = later[:1] if by > 0 else sooner[-1:]
        return found[0] if found else None

    def sizeHint(self) -> QSize:
        """Return room for every row."""
        height = _TOP_PX + len(Lane) * _LANE_PX + _COVER_PX + _FOOT_PX
        return QSize(400, height)

    # -- drawing -------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw rows, moments, coverage, times and the hand."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.PANEL))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        self._draw_rows(painter)
        if self._film is not None:
            self._draw_told(painter)
            self._draw_covered(painter)
            self._draw_times(painter)
            for moment in self._moments:
                self._draw_moment(painter, moment)
            self._draw_hand(painter)
        elif self._record_ms:
            self._draw_told(painter)
            self._draw_times(painter)
            for moment in self._moments:
                self._draw_moment(painter, moment)
        if self._note:
            painter.setPen(QColor(theme.QUIET))
            top = _TOP_PX + len(Lane) * _LANE_PX
            place = QRectF(_NAMES_PX, top, self.width() - _NAMES_PX - _RIGHT_PX, _COVER_PX)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._note)
        painter.end()

    def _draw_rows(self, painter: QPainter) -> None:
        names = [*(lane_name(lane) for lane in Lane), self.tr("Covered")]
        heights = [*(_LANE_PX for _ in Lane), _COVER_PX]
        top = float(_TOP_PX)
        for name, height in zip(names, heights, strict=True):
            painter.setPen(QPen(QColor(theme.LINE), 1))
            painter.drawLine(QPointF(_NAMES_PX, top), QPointF(self.width() - _RIGHT_PX, top))
            painter.setPen(QColor(theme.QUIET))
            at = QRectF(10, top, _NAMES_PX - 16, height)
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
            top += height
        painter.setPen(QPen(QColor(theme.LINE), 1))
        painter.drawLine(QPointF(_NAMES_PX, top), QPointF(self.width() - _RIGHT_PX, top))

    def _draw_told(self, painter: QPainter) -> None:
        """Draw a bar for as long as the engine's verdict was on the screen."""
        middle = self._middle(Lane.ENGINE)
        colour = QColor(_COLOURS[Lane.ENGINE])
        colour.setAlpha(90)
        for first, last in self._told:
            bar = QRectF(self._x(first), middle - 3, max(self._x(last) - self._x(first), 2), 6)
            painter.fillRect(bar, colour)

    def _draw_covered(self, painter: QPainter) -> None:
        top = _TOP_PX + len(Lane) * _LANE_PX
        foot = top + _COVER_PX - 2.0
        line = [QPointF(self._x(0), foot)]
        share = 0.0
        for at_ms, grown in self._covered:
            line.append(QPointF(self._x(at_ms), foot - share * (_COVER_PX - 6)))
            line.append(QPointF(self._x(at_ms), foot - grown * (_COVER_PX - 6)))
            share = grown
        line.append(QPointF(self._x(self._end_ms), foot - share * (_COVER_PX - 6)))
        line.append(QPointF(self._x(self._end_ms), foot))
        fill = QColor(theme.ACCENT)
        fill.setAlpha(70)
        painter.setPen(QPen(QColor(theme.ACCENT), 1.2))
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF(line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(theme.TEXT))
        at = QRectF(self._x(self._end_ms) - 44, top, 40, 14)
        painter.drawText(at, Qt.AlignmentFlag.AlignRight, f"{100 * share:.0f} %")

    def _draw_times(self, painter: QPainter) -> None:
        room = max(self._x(self._end_ms) - self._x(0), 1)
        step_s = next(
            (one for one in _STEPS_S if room * one * 1000 / max(self._end_ms, 1) >= 70),
            _STEPS_S[-1],
        )
        foot = self.sizeHint().height() - _FOOT_PX
        for number in range(int(self._end_ms / 1000 / step_s) + 1):
            x = self._x(round(number * step_s * 1000))
            painter.setPen(QPen(QColor(theme.FAINT), 1))
            painter.drawLine(QPointF(x, foot), QPointF(x, foot + 4))
            painter.setPen(QColor(theme.QUIET))
            text = clock_text(round(number * step_s * 1000))
            painter.drawText(QRectF(x - 30, foot + 3, 60, 14), Qt.AlignmentFlag.AlignHCenter, text)

    def _draw_moment(self, painter: QPainter, moment: Moment) -> None:
        x, y = self._x(moment.at_ms), self._middle(moment.lane)
        colour = QColor(_COLOURS[moment.lane])
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(colour)
        match moment.lane:
            case Lane.ENGINE:
                painter.drawPolygon(_sign(x, y, ((0, -5), (5, 0), (0, 5), (-5, 0))))
            case Lane.MARKS:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(x - 3.5, y - 3.5, 7, 7))
            case Lane.LOOKS:
                painter.drawEllipse(QPointF(x, y), 3, 3)
            case Lane.MODELS:
                painter.drawPolygon(_sign(x, y, ((-4, 4), (4, 4), (0, -4))))
            case Lane.ACTS:
                painter.drawLine(QPointF(x, y - 5), QPointF(x, y + 5))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_hand(self, painter: QPainter) -> None:
        x = self._x(self._at_ms)
        painter.setPen(QPen(QColor(theme.TEXT), 1.4))
        foot = self.sizeHint().height() - _FOOT_PX
        painter.drawLine(QPointF(x, _TOP_PX - 4), QPointF(x, foot))
        text = clock_text(self._at_ms)
        width = painter.fontMetrics().horizontalAdvance(text) + 12
        left = min(max(x - width / 2, _NAMES_PX), self.width() - width - 2)
        plate = QRectF(left, 3, width, 18)
        painter.setBrush(QColor(theme.RAISED))
        painter.drawRoundedRect(plate, 3, 3)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    # -- hands ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Lead to the instant under the cursor, or to the moment beside it."""
        if event.button() == Qt.MouseButton.LeftButton and self._film is not None:
            near = self._near(event.position())
            self.sought.emit(self._at(event.position().x()) if near is None else near.at_ms)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow a drag; else tell what the moment under the cursor is."""
        if self._film is None and not self._record_ms:
            return
        if self._film is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.sought.emit(self._at(event.position().x()))
            return
        near = self._near(event.position())
        tip = "" if near is None else f"{clock_text(near.at_ms)}  {near.text}"
        QToolTip.showText(event.globalPosition().toPoint(), tip, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next moment, or to the one before."""
        by = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        found = None if by is None else self.next_moment(by)
        if by is None:
            event.ignore()
        elif found is not None:
            self.sought.emit(found)

    # -- inside --------------------------------------------------------------------------------

    @property
    def _end_ms(self) -> int:
        return max(self._record_ms if self._film is None else self._film.end_ms, 1)

    def _x(self, at_ms: int) -> float:
        room = self.width() - _NAMES_PX - _RIGHT_PX
        return _NAMES_PX + room * min(at_ms, self._end_ms) / self._end_ms

    def _at(self, x: float) -> int:
        room = max(self.width() - _NAMES_PX - _RIGHT_PX, 1)
        return round(min(max((x - _NAMES_PX) / room, 0.0), 1.0) * self._end_ms)

    def _middle(self, lane: Lane) -> float:
        return _TOP_PX + (list(Lane).index(lane) + 0.5) * _LANE_PX

    def _near(self, at: QPointF) -> Moment | None:
        def away(moment: Moment) -> float:
            return abs(self._x(moment.at_ms) - at.x())

        row = [one for one in self._moments if abs(self._middle(one.lane) - at.y()) < _LANE_PX / 2]
        found = min(row, key=away, default=None)
        return found if found is not None and away(found) <= _NEAR_PX else None


def _growth(film: Film) -> tuple[tuple[int, float], ...]:
    """Return how much of the map was covered, whenever it grew [ms, share]."""
    reel, grown = Reel(film), list[tuple[int, float]]()
    for event in list(film.of(Track.SEEN))[:: max(1, len(list(film.of(Track.SEEN))) // _POINTS)]:
        levels = reel.wind_to(event.at_ms).seen
        grown.append((event.at_ms, float(np.mean(levels == Level.COVERED))))
    last = film.at(film.end_ms).seen
    return (*grown, (film.end_ms, float(np.mean(last == Level.COVERED))))


def _told_spans(film: Film) -> tuple[tuple[int, int], ...]:
    """Return from when until when the engine's verdict was on the screen [ms]."""
    spans, since = list[tuple[int, int]](), None
    for event in film.of(Track.ANSWER):
        shown = event.value.get("shown")
        if shown is True and since is None:
            since = event.at_ms
        elif shown is False and since is not None:
            spans.append((since, event.at_ms))
            since = None
    return tuple(spans) if since is None else (*spans, (since, film.end_ms))


def _sign(x: float, y: float, corners: Sequence[tuple[int, int]]) -> QPolygonF:
    return QPolygonF([QPointF(x + right, y + down) for right, down in corners])
