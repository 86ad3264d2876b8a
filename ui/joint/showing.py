"""The desk that shows: its open case goes out as it is looked at, and guests point back."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QObject, Slot

from queue_client.answers import JointState, Looker
from queue_client.errors import RefusalCode
from ui import words
from ui.joint.bars import ShowingBar
from ui.joint.parts import SENT_EVERY_MS, Parts, named
from ui.joint.shown import Shown, document_of, pointer_in
from ui.link_news import Trouble
from ui.prepared import PreparedCase
from viewer.items.pointer_item import NamedPointer
from viewer.panes.pointer_layer import PointerLayer
from viewer.pixels.geometry import Place
from viewer.pixels.state import PictureState
from viewer.throttle import Throttle
from workstation.review.arming import Obstacle

_KEPT: Final = 16


class Showing(QObject):
    """Shows the open case until it is decided or leaves, or the officer ends it."""

    def __init__(self, parts: Parts, layer: PointerLayer, bar: ShowingBar, parent: QObject) -> None:
        super().__init__(parent)
        self._parts, self._layer, self._bar = parts, layer, bar
        self._action = parts.commands["joint.show"]
        self._case_id: str | None = None
        self._pointer: Place | None = None
        self._sent: Mapping[str, Any] | None = None
        self._notes: dict[str, str] = {}
        self._newest = ("", "")
        self._seen_by: OrderedDict[str, dict[str, None]] = OrderedDict()  # officers, by case
        self._throttle = Throttle(self._send, SENT_EVERY_MS, self)
        pane, controller = parts.page.panes.scan, parts.controller
        parts.commands.connect_to("joint.show", self._toggle)
        pane.stateChanged.connect(self._on_change)
        pane.view.pointed.connect(self._on_pointed)
        controller.marks_changed.connect(self._on_change)
        controller.case_opened.connect(self._on_opened)
        controller.case_closed.connect(self.stop)
        controller.held.connect(self.stop)
        controller.looked_back.connect(self._on_set_aside)

    @property
    def case_id(self) -> str | None:
        """The case that is shown, or None."""
        return self._case_id

    def evidence(self) -> Mapping[str, Any]:
        """Return who looked into the open case, for the record (JSON values); none if never shown.

        Their ids stand in the order in which they were first seen to look in.
        """
        case = self._parts.controller.case
        seen = None if case is None else self._seen_by.get(case.lease.case_id)
        return {} if seen is None else {"joint": list(seen)}

    @Slot()
    def stop(self) -> None:
        """Show the case no longer."""
        if self._case_id is not None:
            self._parts.link.leave(self._case_id)
            self._end()

    def forget(self) -> None:
        """Forget who looked in: the next officer at this desk is another one."""
        self._end()
        self._seen_by.clear()

    def on_seen(self, state: JointState) -> None:
        """Hear who looks in."""
        if state.case_id != self._case_id:
            return
        seen = self._seen_by.setdefault(state.case_id, {})
        seen.update(dict.fromkeys(guest.officer for guest in state.lookers))
        self._note_words(state.lookers)
        names = tuple(named(guest.officer, guest.name) for guest in state.lookers)
        self._bar.show_guests(names, self._newest)
        self._point_for(state.lookers)

    def on_over(self, case_id: str, trouble: Trouble | None) -> None:
        """Hear that the hub has ended the view."""
        if case_id != self._case_id:
            return
        self._end()
        if trouble is not None:
            text = self.tr("Not shown to others: %1")
            self._parts.warn(text.replace("%1", words.trouble(trouble)))

    # -- inside ----------------------------------------------------------------------------

    @Slot()
    def _toggle(self) -> None:
        if self._case_id is not None:
            self.stop()
            return
        case = self._parts.controller.case
        why = self._why_not(case)
        if why or case is None:
            self._action.setChecked(False)
            self._parts.warn(why)
            return
        self._case_id, self._sent = case.lease.case_id, None
        self._seen_by.setdefault(self._case_id, {})
        while len(self._seen_by) > _KEPT:
            self._seen_by.popitem(last=False)
        self._action.setChecked(True)
        self._bar.show_guests((), ("", ""))
        self._bar.show()
        self._throttle.ask()

    def _why_not(self, case: PreparedCase | None) -> str:
        """Return why a case cannot be shown, or nothing."""
        if case is None:
            return words.obstacle(Obstacle.NO_CASE)
        text = self.tr("Not shown to others: %1")
        if case.fault is not None:
            return text.replace("%1", words.trouble(Trouble(code=case.fault.code, sentence="")))
        if case.context.reading.readers > 1:
            apart = Trouble(code=RefusalCode.READ_APART.value, sentence="")
            return text.replace("%1", words.trouble(apart))
        return ""

    def _end(self) -> None:
        self._case_id = self._sent = self._pointer = None
        self._notes.clear()
        self._newest = ("", "")
        self._action.setChecked(False)
        self._bar.hide()
        self._layer.clear()

    @Slot(object)
    def _on_opened(self, case: PreparedCase) -> None:
        if case.lease.case_id != self._case_id:
            self.stop()

    @Slot()
    def _on_set_aside(self) -> None:
        """Let nobody point into another picture than the one that is shown."""
        self._layer.show(())

    @Slot()
    def _on_change(self) -> None:
        if self._case_id is not None:
            self._throttle.ask()

    @Slot(object)
    def _on_pointed(self, place: Place | None) -> None:
        if self._case_id is None:
            return
        picture = self._parts.page.panes.scan.picture
        here = pointer_in(place, None if picture is None else picture.shape)
        if here != self._pointer:
            self._pointer = here
            self._throttle.ask()

    def _send(self) -> None:
        """Send what is shown now, if it is the case that is shown and anything is new."""
        case = self._parts.controller.case
        if case is None or case.lease.case_id != self._case_id:
            return
        pane, marks = self._parts.page.panes.scan, self._parts.controller.marks
        state = pane.state
        shown = Shown(
            state=PictureState(look=state.look, viewpoint=state.viewpoint, size_px=state.size_px),
            fitted=pane.view.fitted,
            engine=self._parts.judging.look.is_shown,
        )
        document, sent = document_of(shown, marks, self._pointer)
        if document != self._sent:
            self._sent = document
            self._parts.link.show(case.lease.case_id, document)
            self._bar.show_left_out(sent, len(marks))

    def _note_words(self, guests: tuple[Looker, ...]) -> None:
        """Keep the newest note; who takes theirs back, or goes, says nothing any more."""
        notes = {guest.officer: guest.note for guest in guests if guest.note}
        names = {guest.officer: named(guest.officer, guest.name) for guest in guests}
        new = [who for who, note in notes.items() if self._notes.get(who) != note]
        if new:
            self._newest = (names[new[-1]], notes[new[-1]])
        elif self._newest not in {(names[who], note) for who, note in notes.items()}:
            last = next(reversed(notes), None)
            self._newest = ("", "") if last is None else (names[last], notes[last])
        self._notes = notes

    def _point_for(self, guests: tuple[Looker, ...]) -> None:
        case = self._parts.controller.case
        here = case is not None and case.lease.case_id == self._case_id
        self._layer.show(
            [
                NamedPointer(
                    who=guest.officer,
                    place=guest.pointer,
                    name=named(guest.officer, guest.name),
                    note=guest.note,
                )
                for guest in guests
                if here and guest.pointer is not None
            ]
        )
