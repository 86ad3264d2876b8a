"""The desk: scan above typical model, papers and verdict beside them, decision below."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QWidget

from ui import foreign, words
from ui.commands import CommandSet
from ui.decoded import DecodedScan
from ui.desk.desk_frame import DeskFrame
from ui.desk.reason_sheet import ReasonSheet
from ui.desk.region_guide import REGION_SHARE
from ui.link_news import Trouble
from ui.prepared import Fault, PreparedCase, PreparedModel, area_of
from viewer.overlay import PaneMark, Region, RegionKind, Shape
from viewer.picture import Picture
from viewer.pixels.geometry import Area
from viewer.pixels.look import Look
from workstation.domain.comparison import Comparison, Witness
from workstation.domain.decision import Mark, MarkShape
from workstation.review.arming import Obstacle

_SHAPES = {shape: Shape(shape.value) for shape in MarkShape}


class DeskPage(DeskFrame):
    """Everything about one case on one screen; it decides nothing itself."""

    def __init__(self, commands: CommandSet, parent: QWidget | None = None) -> None:
        super().__init__(commands, parent)
        self._other_views: tuple[tuple[str, Picture], ...] = ()
        self.turned = 0
        """How often the page has turned to another case."""
        self.first_look = Look()
        self._case: PreparedCase | None = None
        self._nothing_waiting = False
        self._picked: str | None = None
        self.reason_sheet = ReasonSheet(self, self.decision_bar)
        self.models.chosen.connect(self._show_model)
        self.models.picked.connect(self.regions.stop_explaining)
        self.explanation.opened.connect(self._open_witness)
        self.panes.scan.markPicked.connect(self.pick_mark)
        self.marks_panel.picked.connect(self.pick_mark)
        self.marks_panel.hovered.connect(self._point_at)
        self.marks_panel.typing_done.connect(self._back_to_picture)
        self.show_case(None)
        self.retranslate()

    def show_case(self, case: PreparedCase | None, full: Picture | None = None) -> None:
        """Show another case, or an empty desk; ``full`` is its full picture, if it is here."""
        for step in self.turn_to(case, full):
            step()

    def turn_to(
        self, case: PreparedCase | None, full: Picture | None = None
    ) -> tuple[Callable[[], None], ...]:
        """Show another case's scan, and return the steps that show the rest, in their order."""
        self._case = case
        self.turned += 1
        self._other_views = () if case is None else case.other_views
        self.decision_bar.start_afresh()
        self.side.setVisible(case is not None)
        self.coverage_strip.setVisible(case is not None)
        self.coverage_strip.tell_doors(None if case is None else case.standing.doors)
        self.models.setVisible(case is not None and case.fault is None)
        if self.regions.is_explaining:
            self.regions.stop_explaining()  # now: the scan is painted at the size that it keeps
        if case is None:
            self.panes.clear(self._waiting_text())
        elif case.fault is not None:
            self.panes.clear(self._unreadable_text(case.fault))
        else:
            # What helped on one load may hide things in another: each starts with the same look.
            self.panes.show_scan(full or case.picture, look=self.first_look)
        return (
            self._show_regions,
            lambda: self.case_panel.show_case(self._case),
            lambda: self.verdict_panel.show_case(self._case),
            lambda: self.declaration_panel.show_case(self._case),
            lambda: self.history_panel.show_case(self._case),
            lambda: self.models.clear(awaited=self._case is None or self._is_model_awaited()),
            lambda: self.side.verticalScrollBar().setValue(0),
            self._make_ready,
        )

    def _make_ready(self) -> None:
        if self._case is not None:  # not in the first window, which has nothing to ask
            self.reason_sheet.make_ready()

    def _show_regions(self) -> None:
        self.explanation.show_case(self._case)
        if self._case is not None and self.panes.scan.picture is not None:
            self.explanation.show_picture(self.panes.scan.picture)
        self.regions.show_case(self._case)

    @Slot(object)
    def replace_scan(self, scan: DecodedScan) -> None:
        """Show the full picture of the open case in the place of its coarse one."""
        if self._case is not None:
            troubles = (*self._case.troubles, *scan.troubles)
            self._case = replace(
                self._case, container=scan.container, troubles=troubles, standing=scan.standing
            )
            self.coverage_strip.tell_doors(scan.standing.doors)
            if scan.troubles or scan.standing.sister is not None:
                self.case_panel.show_case(self._case)
            if self.panes.scan.picture is not scan.picture:
                self.panes.replace_scan(scan.picture)
            self.explanation.show_picture(scan.picture)
            self._other_views = scan.other_views

    def show_answer(self, comparison: Comparison | None, models: Sequence[PreparedModel]) -> None:
        """Show the engine's answer about the open case, which was withheld until now."""
        if self._case is None:
            return
        self._case = replace(self._case, comparison=comparison, is_withheld=False)
        self.verdict_panel.show_case(self._case)
        self.explanation.show_case(self._case)
        if self.panes.scan.picture is not None:
            self.explanation.show_picture(self.panes.scan.picture)
        self.regions.show_case(self._case)
        self.show_models(models)

    def show_models(self, models: Sequence[PreparedModel]) -> None:
        """Show these models in the place of the former ones; the one that is shown stays so."""
        former = self.models.model
        self.models.clear(awaited=self._is_model_awaited())
        for model in models:
            self.take_model(model)
        again = None if former is None else self.models.model_of(former.ref.model)
        if again is not None:
            self.models.show_model(again)

    @Slot(object)
    def show_broken(self, case: PreparedCase) -> None:
        """Say that the full picture of the open case cannot be read; a coarse one stays."""
        self._case = case
        self.case_panel.show_case(case)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show the marks of the open case."""
        if self._picked not in {mark.mark_id for mark in marks}:
            self.pick_mark("")
        self.marks_panel.show_marks(self._case, marks)
        self.panes.scan.set_marks(
            [
                PaneMark(
                    shape=_SHAPES[mark.shape],
                    points=mark.points,
                    label=f"{number}  {mark.text}" if mark.text else str(number),
                    mark_id=mark.mark_id,
                )
                for number, mark in enumerate(marks, start=1)
            ]
        )

    @property
    def comparison(self) -> Comparison | None:
        """The engine's answer about the open case, as far as it is shown."""
        return None if self._case is None else self._case.comparison

    @property
    def picked(self) -> str | None:
        """The id of the mark that was clicked last, in the picture or in the list, or None."""
        return self._picked

    @Slot(str)
    def pick_mark(self, mark_id: str) -> None:
        """Let a mark stand out in picture and list; empty for no mark."""
        self._picked = mark_id or None
        self.marks_panel.set_picked(self._picked)
        self.panes.scan.set_highlight(self._picked)

    @Slot()
    def remove_picked(self) -> None:
        """Ask for the picked mark to be taken away."""
        if self._picked is not None:
            self.marks_panel.remove_asked.emit(self._picked)

    @Slot()
    def find_picked(self) -> None:
        """Ask what the picked mark is, or else the first that nobody has said it of."""
        self.marks_panel.ask_what(self._picked)

    @Slot()
    def edit_picked(self) -> None:
        """Ask for other words of the picked mark."""
        if self._picked is not None:
            self.marks_panel.edit(self._picked)

    @Slot(str)
    def _point_at(self, mark_id: str) -> None:
        """Show the mark that is pointed at in the list, and then the picked one again."""
        self.panes.scan.set_highlight(mark_id or self._picked)

    @Slot()
    def _back_to_picture(self) -> None:
        self.panes.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_armed(self, obstacle: Obstacle | None, share: float) -> None:
        """Show whether a decision is armed."""
        self.decision_bar.show_armed(obstacle, share=share)

    def show_nothing_waiting(self, *, nothing: bool) -> None:
        """Say on an empty desk whether the queue is empty or a case is on its way."""
        if nothing != self._nothing_waiting:
            self._nothing_waiting = nothing
            if self._case is None:
                self.panes.scan.clear(self._waiting_text())

    def show_other_view(self, *, shown: bool) -> bool:
        """Show the scan's next view in the model's place, or the model; False: there is none."""
        if not shown or not self._other_views:
            self.panes.show_other_view(None)
            return False
        name, picture = self._other_views[0]
        self.panes.show_other_view(picture, name=words.view(name))
        return True

    def evidence(self) -> Mapping[str, Any]:
        """Return what is shown and how, for the record."""
        model = self.models.model
        return {
            "view_state": self.panes.scan.state.to_json(),
            "model_shown": None if model is None else model.ref.model,
            "linked": self.panes.linked,
            "compared": self.panes.compare_state.to_json(),
            "regions": self.regions.to_json(),
        }

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write the texts of this page itself anew."""
        if self._case is None:
            self.panes.clear(self._waiting_text())
        elif self._case.fault is not None and self.panes.scan.picture is None:
            self.panes.clear(self._unreadable_text(self._case.fault))
        else:
            self.regions.draw()
            if self.models.model is None:
                self.panes.show_model(None, message=self._no_model_text())
            else:
                self.panes.model.set_label(self.models.model.name)
            if self.panes.is_other_view_shown:
                self.panes.other.set_label(words.view(self._other_views[0][0]))

    @Slot(object)
    def _show_model(self, model: PreparedModel | None) -> None:
        self.panes.set_lower_shown(model is not None or self._is_model_awaited())
        if model is None:
            self.regions.set_match(None)
            text = "" if self._case is None else self._no_model_text()
            self.panes.show_model(None, message=text)
            return
        match = model.match
        if match is None:
            self.panes.show_model(model.picture, label=model.name)
            self.regions.set_match(None)
            return
        areas = (area_of(match.scan_area), model.place(match.model_area))
        self.panes.show_model(model.picture, label=model.name, areas=areas)
        self.panes.model.set_regions([Region(rect=areas[1], kind=RegionKind.MATCH)])
        self.regions.set_match(areas[0])
        self.panes.patches.set_pairs(
            [(area_of(pair.scan_area), model.place(pair.model_area)) for pair in match.patches]
        )

    def _lay(self, scan_area: Area, model_area: Area) -> None:
        """Lay the model on the scan by a rectangle of each, and show it in the model."""
        self.panes.align(scan_area, model_area)
        self.panes.model.set_regions([Region(rect=model_area, kind=RegionKind.MATCH)])

    @Slot(object)
    def take_model(self, model: PreparedModel) -> None:
        """Give a model that has come to the parts that show it."""
        if model.match is not None or not self.explanation.expects(model):
            self.models.add(model)
        self.explanation.offer(model)

    @Slot(object)
    def _open_witness(self, witness: Witness | None) -> None:
        """Show a model at the place that speaks for or against the region, beside the region."""
        region = self.explanation.region
        if region is None:
            return
        model = None if witness is None else self.explanation.model_of(witness)
        if witness is not None and model is not None:
            self.regions.stop_explaining()
            self.models.show_model(model)
            self.regions.set_match(None)
            self.panes.patches.set_pairs(())
            self._lay(area_of(region.area), model.place(witness.area))
        self.regions.look_at_chosen()
        if witness is not None and model is not None and not self.panes.linked:
            self.panes.model.look_at_area(model.place(witness.area), share=REGION_SHARE)

    def _waiting_text(self) -> str:
        if self._nothing_waiting:
            return self.tr("No case is waiting. The next one opens here by itself.")
        return self.tr("The next case is on its way.")

    def _is_model_awaited(self) -> bool:
        case = self._case
        return case is not None and case.fault is None and bool(case.lease.models)

    def _unreadable_text(self, fault: Fault) -> str:
        why = words.trouble(Trouble(code=fault.code, sentence=fault.sentence))
        text = self.tr("This scan cannot be shown: %1\nRefer it, or ask for a rescan.")
        return text.replace("%1", foreign.shown(why))

    def _no_model_text(self) -> str:
        if self._case is not None and self._case.is_withheld:
            return self.tr(
                "No typical model of the declared goods is here; "
                "others are shown after your own judgement."
            )
        if self._is_model_awaited():
            return self.tr("No typical model has arrived yet.")
        return self.tr("The library holds no typical model to compare with.")
