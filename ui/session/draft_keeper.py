"""Keeps note, look and first judgement of the open case, and gives them back when it opens."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ui.desk.controller import DeskController
from ui.desk.desk_page import DeskPage
from ui.desk.own_judgement import OwnJudgement
from ui.journal import JournalWriter
from ui.link_news import DraftBrought, DraftLost
from ui.prepared import PreparedCase
from ui.session.draft_sharing import DraftSharing
from viewer.pixels.state import PictureState
from workstation.domain.decision import Mark
from workstation.review.draft import CaseKey, Draft, InHand

_LOG = logging.getLogger(__name__)
_MOST: Final = 32
_LOOK_EVERY_MS: Final = 700


class DraftKeeper(QObject):
    """A word of the note and a judgement are journaled at once, a look when the hand rests.

    Parameters
    ----------
    kept : mapping of CaseKey to Draft
        What a journal kept from before a crash.
    share : callable
        Takes what is in hand, for the hub to keep; never waits.
    """

    restored = Signal()  # a case is open again as an officer left it before a crash
    lost = Signal()  # a case is open of which an officer left something that does not open

    def __init__(  # noqa: PLR0913, PLR0917 - the parts are given, not made
        self,
        controller: DeskController,
        page: DeskPage,
        judging: OwnJudgement,
        writer: JournalWriter,
        kept: Mapping[CaseKey, Draft],
        share: Callable[[InHand], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        bar, pane = page.decision_bar, page.panes.scan
        self._controller, self._bar, self._pane, self._writer = controller, bar, pane, writer
        self._judging = judging
        self._kept = dict(kept)
        self._from_before = set(kept)
        self._brought: set[CaseKey] = set()  # by the hub, which has them already
        self._lost: set[CaseKey] = set()
        self._open: CaseKey | None = None
        self._token, self._marks = 0, tuple[Mark, ...]()
        self._sharing = DraftSharing(self._in_hand_now, share, self)
        self._timer = QTimer(self, singleShot=True, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._keep)
        controller.case_opened.connect(self._on_opened)
        controller.marks_changed.connect(self._on_marks)
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
        lost = key in self._lost
        if lost:
            self._lost.discard(key)
            self.lost.emit()
        self._open, self._token, self._marks = key, case.lease.token, self._controller.marks
        self._keep()
        fresh = draft is None and not self._marks and not lost
        self._sharing.begin(self._in_hand(key) if fresh or key in self._brought else None)
        self._brought.discard(key)

    @Slot(object)
    def on_news(self, news: object) -> None:
        """Hear what the officer left of a case elsewhere; before the case itself comes."""
        match news:
            case DraftBrought(draft=draft):
                self._remember(draft)
                self._from_before.add(draft.key)
                self._brought.add(draft.key)
                self._controller.forget_sheet(draft.key.case_id)
            case DraftLost(key=key):
                self._lost.add(key)

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
        key = self._open
        if key is not None:
            self._write(key)
            self._sharing.hand_on(self._in_hand(key))
        self._open = None

    @Slot(object)
    def _on_marks(self, marks: tuple[Mark, ...]) -> None:
        if self._on_screen() is not None:
            self._marks = marks
            self._sharing.note_change()

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
        key = self._on_screen()
        if key is not None:
            self._write(key)

    def _on_screen(self) -> CaseKey | None:
        """Return the open case; None while the screen is on its way to another."""
        case = self._controller.case
        return self._open if case is not None and _key_of(case) == self._open else None

    def _write(self, key: CaseKey) -> None:
        draft = self._draft(key)
        if draft is None or draft == self._kept.get(key):
            return
        self._remember(draft)
        self._writer.keep_draft(draft)
        self._sharing.note_change()

    def _remember(self, draft: Draft) -> None:
        self._kept.pop(draft.key, None)
        self._kept[draft.key] = draft
        while len(self._kept) > _MOST:
            self._kept.pop(next(iter(self._kept)))

    def _in_hand_now(self) -> InHand | None:
        key = self._on_screen()
        return None if key is None else self._in_hand(key)

    def _in_hand(self, key: CaseKey) -> InHand | None:
        """Return all that is in hand about the case on the screen."""
        draft = self._draft(key)
        return None if draft is None else InHand(draft=draft, marks=self._marks)

    def _draft(self, key: CaseKey) -> Draft | None:
        """Return what is in hand about the case on the screen; None when nobody sits here."""
        session = self._controller.session
        if session is None:
            return None
        state = self._pane.state
        if self._pane.view.fitted:  # a fitted picture fits also in a window of another size
            state = replace(state, viewpoint=None)
        return Draft(
            key=key,
            officer=session.officer,
            note=self._bar.note.text(),
            view=state.to_json(),
            judgement=self._judging.look.kept(),
            token=self._token,
        )

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
