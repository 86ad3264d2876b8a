"""Keeps note, look and first judgement of the open case, and gives them back when it opens."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ui.desk.controller import DeskController
from ui.desk.desk_page import DeskPage
from ui.desk.own_judgement import OwnJudgement
from ui.journal import JournalWriter
from ui.prepared import PreparedCase
from viewer.pixels.state import PictureState
from workstation.review.draft import CaseKey, Draft

_LOG = logging.getLogger(__name__)
_MOST: Final = 32
_LOOK_EVERY_MS: Final = 700


class DraftKeeper(QObject):
    """A word of the note and a judgement are journaled at once, a look when the hand rests.

    Parameters
    ----------
    kept : mapping of CaseKey to Draft
        What a journal kept from before a crash.
    """

    restored = Signal()  # a case is open again as an officer left it before a crash

    def __init__(  # noqa: PLR0913, PLR0917 - the parts are given, not made
        self,
        controller: DeskController,
        page: DeskPage,
        judging: OwnJudgement,
        writer: JournalWriter,
        kept: Mapping[CaseKey, Draft],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        bar, pane = page.decision_bar, page.panes.scan
        self._controller, self._bar, self._pane, self._writer = controller, bar, pane, writer
        self._judging = judging
        self._kept = dict(kept)
        self._from_before = set(kept)
        self._open: CaseKey | None = None
        self._timer = QTimer(self, singleShot=True, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._keep)
        controller.case_opened.connect(self._on_opened)
        controller.looked_back.connect(self._on_set_aside)
        controller.visit_began.connect(self._on_set_aside)
        judging.kept_of = self._judgement_of
        judging.judged.connect(self._on_words)
        bar.note.textChanged.connect(self._on_words)
        pane.stateChanged.connect(self._on_look)

    @Slot(object)
    def _on_opened(self, case: PreparedCase) -> None:
        self._open = None  # what is put back is not news
        key = _key_of(case)
        draft = self._own(key)
        if draft is not None:
            self._restore(draft)
            if key in self._from_before:
                self.restored.emit()
        self._from_before.discard(key)
        self._open = key
        self._keep()

    def _own(self, key: CaseKey) -> Draft | None:
        """Return what the officer at the desk left of a case; nobody else's."""
        draft, session = self._kept.get(key), self._controller.session
        mine = draft is not None and session is not None and draft.officer == session.officer
        return draft if mine else None

    def _judgement_of(self, case: PreparedCase) -> Mapping[str, Any]:
        """Return what the officer told about a case; asked before the case is shown."""
        draft = self._own(_key_of(case))
        return {} if draft is None else draft.judgement

    @Slot(object)
    def _on_set_aside(self, _other: object) -> None:
        """Keep the open case's look as it is, before another case takes its place."""
        key, self._open = self._open, None
        if key is not None:
            self._write(key)

    @Slot()
    def _on_words(self) -> None:
        self._keep()

    @Slot()
    def _on_look(self) -> None:
        if self._open is not None and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _keep(self) -> None:
        """Keep what is in hand, unless the screen is on its way to another case."""
        key, case = self._open, self._controller.case
        if key is not None and case is not None and _key_of(case) == key:
            self._write(key)

    def _write(self, key: CaseKey) -> None:
        session = self._controller.session
        if session is None:
            return
        state = self._pane.state
        if self._pane.view.fitted:  # a fitted picture fits also in a window of another size
            state = replace(state, viewpoint=None)
        draft = Draft(
            key=key,
            officer=session.officer,
            note=self._bar.note.text(),
            view=state.to_json(),
            judgement=self._judging.look.kept(),
        )
        if draft == self._kept.get(key):
            return
        self._kept.pop(key, None)
        self._kept[key] = draft
        while len(self._kept) > _MOST:
            self._kept.pop(next(iter(self._kept)))
        self._writer.keep_draft(draft)

    def _restore(self, draft: Draft) -> None:
        self._bar.note.setText(draft.note)
        if not draft.view:
            return
        try:
            state = PictureState.from_json(draft.view)
        except (KeyError, TypeError, ValueError) as error:
            _LOG.warning("a look cannot be put back", extra={"reason": repr(error)})
            return
        self._pane.set_look(state.look)
        if state.viewpoint is not None:
            self._pane.look_at(state.viewpoint)


def _key_of(case: PreparedCase) -> CaseKey:
    return CaseKey(case_id=case.lease.case_id, sha256=case.lease.sha256)
