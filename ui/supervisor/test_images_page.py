"""Test images: which objects there are, how many are shown, and how they are met."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
)

from queue_client.supervision_messages import SteerAct, Topic
from ui import theme
from ui.desk.case_panel import local_time
from ui.desk.test_image_news import OBJECTS, object_words
from ui.supervisor.found_model import clock
from ui.supervisor.interval_bars import DASH, IntervalBars, bar_of
from ui.supervisor.object_pictures import object_picture
from ui.supervisor.page_head import PageHead
from ui.supervisor.page_parts import (
    BesideOrBelow,
    Figure,
    Listing,
    asking_timer,
    column_of,
    figure_row,
    percent_box,
    scrolled,
    titled,
)
from ui.supervisor.pages import Page
from ui.supervisor.questions import Questions
from ui.supervisor.steer_words import span
from ui.widgets.texts import Panel, paint, plain, wrapped
from workstation.domain.recheck import Outcome

if TYPE_CHECKING:
    from ui.supervisor.room import SupervisorRoom

_COLUMNS: Final = 4
_MOST_SHARE: Final = 10.0
_THUMB: Final = (120, 68)


class TestImagesPage(Page):
    """Off until somebody turns it on; figures by name come only once there are enough events."""

    __test__ = False

    def __init__(self, questions: Questions, _room: "SupervisorRoom") -> None:
        super().__init__()
        self._questions = questions
        self._seen: dict[str, Any] | None = None
        self._timer = asking_timer(self)
        self._timer.timeout.connect(self._ask)
        self.head = PageHead("test_images")
        self.figures = [Figure() for _ in range(4)]
        self.by_task, self.by_object = IntervalBars(), IntervalBars(colour=theme.GOOD)
        self.officers, self.no_names = IntervalBars(), wrapped(colour=theme.QUIET)
        self.list = Listing()
        self.rate = percent_box(_MOST_SHARE)
        self.rate_name, self.sites_name = plain(), plain()
        self.sites, self.reason = QLineEdit(), QLineEdit()
        self.apply = QPushButton()
        self.apply.setMinimumHeight(34)
        self.apply.clicked.connect(self._set)
        self.state, self.safe = wrapped(), wrapped(colour=theme.QUIET)
        self.pictures: dict[str, tuple[QLabel, QLabel]] = {}
        self._panels = [Panel() for _ in range(6)]
        self._is_set, self._done = False, ""
        self._lay_out()

    def wake(self) -> None:
        """Ask, and go on asking."""
        self._ask()
        self._timer.start()

    def rest(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def retranslate(self) -> None:
        """Write every text anew."""
        titles = (
            self.tr("Found, by time at work without a rest"),
            self.tr("Found, by object"),
            self.tr("By officer"),
            self.tr("Share of cases that are shown as a test image first"),
            self.tr("Objects"),
            self.tr("Newest answers"),
        )
        for panel, title in zip(self._panels, titles, strict=True):
            panel.heading.setText(title)
        self.head.retranslate()
        self.rate_name.setText(self.tr("Share (1 to 2 % is usual)"))
        self.sites_name.setText(self.tr("Sites without test images"))
        self.sites.setPlaceholderText(self.tr("Names, parted by commas"))
        self.reason.setPlaceholderText(self.tr("Reason; it goes into the evidence log"))
        self.apply.setText(self.tr("Set"))
        self.safe.setText(
            self.tr(
                "A test image never leaves the centre: no decision and no site ever hears of it."
                " Its officer is told at once, and decides the scan as it really is by itself."
            )
        )
        for name, (_, words) in self.pictures.items():
            words.setText(object_words(name))
        if self._seen is not None:
            self._show(self._seen)

    @Slot()
    def _ask(self) -> None:
        self._questions.ask(Topic.TEST_IMAGES, {}, self._show, self._fail)

    @Slot()
    def _set(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self._fail(self.tr("Say why: a reason is kept with every change."))
            self.reason.setFocus()
            return
        sites = [name.strip() for name in self.sites.text().replace("\uff0c", ",").split(",")]
        wanted = {"rate": self.rate.value() / 100, "quiet_sites": [name for name in sites if name]}
        self._questions.act(SteerAct.SET_TEST_IMAGES, wanted, reason, self._on_set, self._fail)

    def _on_set(self, _answer: dict[str, Any]) -> None:
        self.reason.clear()
        self._is_set = False
        self._done = self.tr("Set. It counts for scans that are compared from now on.")
        self._ask()

    def _fail(self, why: str) -> None:
        self.head.say(why, colour=theme.ALARM)

    def _show(self, seen: dict[str, Any]) -> None:
        self._seen = seen
        self.head.say(self._done, colour=theme.GOOD)
        self._done = ""
        self._show_figures(seen)
        self.by_task.show_bars([bar_of(self._span(one), one) for one in seen["time_on_task"]])
        self.by_object.show_bars(
            [bar_of(object_words(one["object"]), one) for one in seen["objects"]]
        )
        self.officers.show_bars([bar_of(one["officer"], one) for one in seen["officers"]])
        self.officers.setVisible(bool(seen["officers"]))
        self.no_names.setVisible(not seen["officers"])
        self.no_names.setText(
            self.tr("Figures by name are shown from 50 test images of an officer on.")
        )
        self._show_sampling(seen["sampling"])
        titles = (
            self.tr("Answered"),
            self.tr("Case"),
            self.tr("Object"),
            self.tr("Outcome"),
            self.tr("Looked at for"),
            self.tr("At work for"),
        )
        self.list.show_rows(titles, [self._row(one) for one in seen["recent"]])

    def _show_figures(self, seen: dict[str, Any]) -> None:
        hits = bar_of("", seen["hit_rate"])
        alarms = bar_of("", seen["false_alarm_rate"])
        answered, found, false, detected = self.figures
        answered.say(
            self.tr("Answered"),
            str(hits.whole),
            self.tr("of %1 made").replace("%1", str(seen["placed"])),
        )
        found.say(self.tr("Found"), *_share(hits.value, hits.low, hits.high))
        false.say(
            self.tr("Scans opened (at most false alarms)"),
            *_share(alarms.value, alarms.low, alarms.high),
        )
        d_a = seen["d_a"]
        detected.say(
            self.tr("Detectability d_a"),
            DASH if d_a is None else f"{d_a:.2f}",
            self.tr("at least; slope 0.6; 0 is guessing"),
        )

    def _show_sampling(self, sampling: dict[str, Any]) -> None:
        rate = sampling["test_image_rate"]
        on = self.tr("● Test images are ON.") if rate else self.tr("○ Test images are OFF.")
        self.state.setText(on)
        paint(self.state, colour=theme.WARN if rate else theme.QUIET, bold=True)
        if not self._is_set:
            self._is_set = True
            self.rate.setValue(100 * rate)
            self.sites.setText(", ".join(sampling["quiet_sites"]))

    def _span(self, one: dict[str, Any]) -> str:
        if one["to_min"] is None:
            return self.tr("over %1 min").replace("%1", str(one["from_min"]))
        text = self.tr("%1 to %2 min").replace("%1", str(one["from_min"]))
        return text.replace("%2", str(one["to_min"]))

    def _row(self, one: dict[str, Any]) -> tuple[str, ...]:
        outcomes = {
            Outcome.HIT.value: self.tr("✓ found"),
            Outcome.MISS.value: self.tr("✕ missed"),
            Outcome.MARKED_ELSEWHERE.value: self.tr("✕ marked elsewhere"),
        }
        shown, task = one["shown_ms"], one["time_on_task_s"]
        return (
            "" if one["decided_at"] is None else local_time(one["decided_at"]),
            one["case_id"],
            object_words(one["object"]),
            outcomes.get(one["outcome"] or "", ""),
            DASH if shown is None else clock(shown / 1000),
            DASH if task is None else span(task),
        )

    def _lay_out(self) -> None:
        task, thing, names, share, objects, newest = self._panels
        titled(task, self.by_task)
        titled(thing, self.by_object)
        titled(names, self.officers, self.no_names)
        titled(share, self.state)
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(self.rate_name, self.rate)
        form.addRow(self.sites_name, self.sites)
        share.body.addLayout(form)
        titled(share, self.reason, self.apply, self.safe)
        objects.body.addLayout(self._library())
        objects.body.addStretch(1)
        titled(newest, self.list)
        middle = QHBoxLayout()
        middle.setSpacing(8)
        middle.addLayout(column_of(task, thing), 3)
        middle.addLayout(column_of(share, names), 2)
        lower = BesideOrBelow(objects, newest)
        page = scrolled(self)
        page.addWidget(self.head)
        page.addLayout(figure_row(self.figures))
        page.addLayout(middle)
        page.addWidget(lower, 1)

    def _library(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(10)
        drawn = [name for name in OBJECTS if name != "from_a_find"]
        for place, name in enumerate(drawn):
            picture, words = QLabel(), wrapped(colour=theme.QUIET)
            picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grey = object_picture(name, _THUMB)
            rows, columns = grey.shape
            image = QImage(grey.tobytes(), columns, rows, columns, QImage.Format.Format_Grayscale8)
            picture.setPixmap(QPixmap.fromImage(image))
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            row, column = divmod(place, _COLUMNS)
            grid.addWidget(picture, 2 * row, column)
            grid.addWidget(words, 2 * row + 1, column)
            self.pictures[name] = (picture, words)
        return grid


def _share(value: float | None, low: float, high: float) -> tuple[str, str]:
    if value is None:
        return DASH, ""
    return f"{100 * value:.1f} %", f"{100 * low:.1f} {DASH} {100 * high:.1f} %"
