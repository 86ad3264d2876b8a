"""The desk that looks in: another officer's case in the place of the own one, to read only."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Qt, Slot

from queue_client.answers import JointState
from ui import foreign, words
from ui.decoded import DecodedScan
from ui.joint.bars import VisitBar
from ui.joint.parts import SENT_EVERY_MS, Parts, named
from ui.joint.shown import Shown, marks_from, pointer_in, shown_from_json
from ui.link_news import CaseBroken, ModelMissing, ModelReady, PictureReady, Trouble
from ui.prepared import PreparedCase, PreparedModel
from ui.withheld import without_answers
from viewer.items.pointer_item import NamedPointer
from viewer.overlay import Tool
from viewer.panes.pointer_layer import PointerLayer
from viewer.pixels.geometry import Place
from viewer.throttle import Throttle
from workstation.matching.codes import related


class Visiting(QObject):
    """Looks into one shown case at a time, and gives the own one back as it was left.

    Nothing is decided, drawn or counted here meanwhile: no case is open. The engine's answer stays
    hidden for as long as it is hidden from the officer whose case it is, else a guest would tell.
    """

    def __init__(self, parts: Parts, layer: PointerLayer, bar: VisitBar, parent: QObject) -> None:
        super().__init__(parent)
        self._parts, self._layer, self._bar = parts, layer, bar
        self._pane = parts.page.panes.scan
        self._follow = parts.commands["joint.follow"]
        self._case_id: str | None = None  # asked for, or on the screen
        self._case: PreparedCase | None = None  # on the screen
        self._state: JointState | None = None
        self._shown = Shown()
        self._document: Mapping[str, Any] | None = None
        self._marks: Sequence[Mapping[str, Any]] | None = None
        self._models: list[PreparedModel] = []
        self._is_led = False  # what moves now is not the guest's hand
        self._was_idle = False  # before Escape
        self._bar_was_shown = True
        self._said: tuple[Place | None, str] = (None, "")
        self._pointer: Place | None = None
        self._words = ""
        self._throttle = Throttle(self._say, SENT_EVERY_MS, self)
        self._connect()
        self._let()

    @property
    def case_id(self) -> str | None:
        """The case that is looked into or on its way, or None."""
        return self._case_id

    @property
    def follows(self) -> bool:
        """Whether the view goes where the other officer's goes."""
        return self._follow.isChecked()

    def join(self, case_id: str) -> None:
        """Ask for a case that another officer shows."""
        self.leave()
        self._case_id = case_id
        self._parts.link.join(case_id)
        self._parts.say(self.tr("The shown case is on its way."))

    @Slot()
    def leave(self) -> None:
        """Look in no longer; the own case comes back."""
        case_id = self._case_id
        if case_id is not None:
            self._parts.link.leave(case_id)
            self._end()

    def on_ready(self, case: PreparedCase) -> None:
        """Put the case that was asked for on the screen."""
        if case.lease.case_id != self._case_id or self._case is not None:
            return
        self._case, page = case, self._parts.page
        self._parts.controller.visit(case)
        self._parts.judging.close()
        self._parts.coverage.close()
        self._parts.say("")
        self._bar_was_shown = not page.decision_bar.isHidden()
        page.decision_bar.hide()
        page.marks_panel.set_read_only(on=True)
        name = "" if self._state is None else named(self._state.officer, self._state.name)
        self._bar.begin(name=name, case=foreign.shown(case.picture.label))
        self._bar.show()
        self._let()
        self._follow.setChecked(True)
        self._show_case()
        self._apply(afresh=True)

    def on_seen(self, state: JointState) -> None:
        """Hear how the view stands now."""
        if state.case_id == self._case_id:
            first, self._state = self._state is None, state
            if first and self._case is not None:
                name = named(state.officer, state.name)
                self._bar.begin(name=name, case=foreign.shown(self._case.picture.label))
            self._apply()

    def on_over(self, case_id: str, trouble: Trouble | None) -> None:
        """Hear that the view is over, and say so."""
        if case_id == self._case_id:
            self._end()
            over = Trouble(code="view_over", sentence="") if trouble is None else trouble
            text = self.tr("Looking in has ended: %1").replace("%1", words.trouble(over))
            if trouble is None:
                self._parts.say(text)
            else:
                self._parts.warn(text)

    def on_picture(self, news: PictureReady | ModelReady | ModelMissing | CaseBroken) -> None:
        """Take a picture that follows the case."""
        if self._case is None or news.case_id != self._case_id:
            return
        match news:
            case PictureReady(scan=scan):
                self._replace_scan(scan)
            case ModelReady(model=model):
                self._models.append(model)
                self._show_models(model)
            case ModelMissing(model=model_id):
                self._parts.page.explanation.miss(model_id)
            case CaseBroken(fault=fault):
                self._case = replace(self._case, fault=fault)
                self._parts.page.show_broken(self._case)

    # -- inside ----------------------------------------------------------------------------

    def _connect(self) -> None:
        parts, view = self._parts, self._pane.view
        parts.commands.connect_to("joint.follow", self._follow_again)
        parts.commands.connect_to("joint.note", self._write)
        parts.commands.ran.connect(self._before_command)
        parts.commands.connect_to("mark.pan", self._on_escape)
        parts.controller.visit_ended.connect(self._on_ended)
        parts.controller.refused.connect(self._on_refused)
        self._pane.markDrawn.connect(self._on_refused)
        parts.page.explanation.model_wanted.connect(self._want_model)
        view.view_moved.connect(self._on_moved)
        view.look_changed.connect(self._on_moved)
        view.pointed.connect(self._on_pointed)
        self._bar.noted.connect(self._note)
        self._bar.left.connect(self._to_picture)

    def _let(self) -> None:
        for name in ("joint.follow", "joint.note"):
            self._parts.commands[name].setEnabled(self._case is not None)

    def _end(self) -> None:
        """Forget the visit; what is on the screen of it goes."""
        self._case_id = None
        if self._case is None:
            self._clear()
        else:
            self._parts.controller.end_visit()

    @Slot()
    def _on_ended(self) -> None:
        """Take everything down that belongs to the visit; the own case comes right after."""
        if self._case_id is not None:  # something else has ended it
            self._parts.link.leave(self._case_id)
        page = self._parts.page
        self._bar.hide()
        page.decision_bar.setVisible(self._bar_was_shown)
        page.verdict_panel.setVisible(True)
        page.marks_panel.set_read_only(on=False)
        self._clear()
        self._to_picture()

    def _clear(self) -> None:
        self._case_id = self._case = self._state = None
        self._shown, self._document, self._marks = Shown(), None, None
        self._models, self._pointer, self._words = [], None, ""
        self._said = (None, "")
        self._layer.clear()
        self._follow.setChecked(False)
        self._let()

    # what is shown

    def _show_case(self) -> None:
        case, page = self._case, self._parts.page
        if case is None:
            return
        if self._state is not None:
            self._shown = shown_from_json(self._state.view)
        self._is_led = True
        page.show_case(case if self._shown.engine else without_answers(case))
        page.show_marks(())
        page.coverage_strip.hide()
        page.verdict_panel.setVisible(self._shown.engine)
        self._is_led = False

    def _replace_scan(self, scan: DecodedScan) -> None:
        if self._case is not None:
            self._case = replace(self._case, container=scan.container, standing=scan.standing)
        self._is_led = True
        self._parts.page.replace_scan(scan)
        self._is_led = False
        self._marks = None  # their places are told by the container
        self._apply()

    def _apply(self, *, afresh: bool = False) -> None:
        """Show what is new of the view."""
        state, case = self._state, self._case
        if state is None or case is None:
            return
        if afresh or state.view != self._document:
            self._document = state.view
            before, self._shown = self._shown, shown_from_json(state.view)
            if self._shown.engine and not before.engine:
                self._show_answer(case)
            if self.follows:
                self._look_where_shown()
        if state.marks != self._marks:
            self._marks = state.marks
            self._parts.page.show_marks(marks_from(state.marks))
        self._bar.show_state(follows=self.follows, engine=self._is_told(case))
        self._point_for(state)

    def _is_told(self, case: PreparedCase) -> bool:
        return self._shown.engine or case.comparison is None

    def _show_answer(self, case: PreparedCase) -> None:
        page = self._parts.page
        page.verdict_panel.setVisible(True)
        if page.comparison is None:
            page.show_answer(case.comparison, self._models)

    def _show_models(self, new: PreparedModel) -> None:
        """Show a model; while the answer is hidden only the declared goods', without their rank."""
        page, case = self._parts.page, self._case
        if self._shown.engine or case is None:
            page.take_model(new)
            return
        goods = () if case.declaration is None else case.declaration.goods
        page.show_models(
            [
                replace(model, match=None)
                for model in sorted(self._models, key=lambda one: (one.ref.hs, one.ref.model))
                if any(related(line.hs, model.ref.hs) for line in goods)
            ]
        )

    def _look_where_shown(self) -> None:
        view = self._pane.view
        if view.picture is None:
            return
        self._is_led = True
        self._pane.set_look(self._shown.state.look)
        view.move_to(self._shown.viewpoint_on(view.stage()), fitted=self._shown.fitted)
        self._is_led = False

    def _point_for(self, state: JointState) -> None:
        session = self._parts.controller.session
        own = "" if session is None else session.officer
        pointers = [
            NamedPointer(
                who=guest.officer,
                place=guest.pointer,
                name=named(guest.officer, guest.name),
                note=guest.note,
            )
            for guest in state.lookers
            if guest.pointer is not None and guest.officer != own
        ]
        if state.pointer is not None:
            name = named(state.officer, state.name)
            leader = NamedPointer(who=state.officer, place=state.pointer, name=name, leads=True)
            pointers.insert(0, leader)
        self._layer.show(pointers)

    # what the guest does

    @Slot()
    def _on_moved(self) -> None:
        """Hear that the guest's own hand has moved the picture, or its greys."""
        if self._case is not None and not self._is_led and not self._pane.view.is_resizing:
            self._follow.setChecked(False)
            self._bar.show_state(follows=False, engine=self._is_told(self._case))

    @Slot()
    def _follow_again(self) -> None:
        if self._case is None:
            return
        if self.follows:
            self._look_where_shown()
        self._bar.show_state(follows=self.follows, engine=self._is_told(self._case))
        self._to_picture()

    @Slot()
    def _write(self) -> None:
        if self._case is not None:
            self._bar.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(str)
    def _note(self, said: str) -> None:
        self._words = said
        self._throttle.ask()

    @Slot(object)
    def _on_pointed(self, place: Place | None) -> None:
        if self._case is not None:
            picture = self._pane.picture
            self._pointer = pointer_in(place, None if picture is None else picture.shape)
            if (self._pointer, self._words) != self._said:
                self._throttle.ask()

    def _say(self) -> None:
        if self._case_id is not None and (self._pointer, self._words) != self._said:
            self._said = (self._pointer, self._words)
            document = {"pointer": self._pointer, "note": self._words}
            self._parts.link.look_in(self._case_id, document)

    @Slot(str)
    def _want_model(self, model_id: str) -> None:
        if self._case_id is not None and self._case is not None:
            self._parts.link.want_model(self._case_id, model_id)

    @Slot(object)
    def _on_refused(self) -> None:
        if self._case is not None:
            self._bar.refuse()

    @Slot(str)
    def _before_command(self, name: str) -> None:
        if name == "mark.pan":
            view = self._pane.view
            self._was_idle = view.tool is Tool.PAN and not view.is_dragging

    @Slot()
    def _on_escape(self) -> None:
        """Leave by the key that lays every tool down, when none is in the hand."""
        if self._case is not None and self._was_idle:
            self.leave()

    @Slot()
    def _to_picture(self) -> None:
        self._parts.page.panes.setFocus(Qt.FocusReason.OtherFocusReason)
