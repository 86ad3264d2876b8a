"""What a verification of the evidence log found: one verdict, what is still proven, and why."""

import json
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from queue_client.supervision_documents.verify import VerifyStage
from ui import theme
from ui.supervisor import steer_words, verify_words
from ui.supervisor.found_model import clock
from ui.supervisor.log_strip import LogState, LogStrip

_BIG_PT: Final = 15.0
_RATE_AFTER_S: Final = 0.5


class VerifyCard(QFrame):
    """Shows the hub's answer, whatever stage it is at."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.verdict, self.detail = QLabel(), QLabel()
        self.verdict.setStyleSheet(theme.font_rule(self.verdict, _BIG_PT))
        for label in (self.verdict, self.detail):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress, self.pace, self.strip = QProgressBar(), QLabel(), LogStrip()
        self.progress.setTextVisible(False)
        theme.tall(self.progress, 8)
        self.pace.setStyleSheet(f"color: {theme.QUIET}")
        self._names = [QLabel() for _ in range(5)]
        self._values = [QLabel() for _ in range(5)]
        self.entry, self.entry_title = QPlainTextEdit(), QLabel()
        self.facts = QWidget()
        self.entry.setReadOnly(True)
        self._lay_out()

    def retranslate(self) -> None:
        """Write the card's own texts anew."""
        names = (
            self.tr("Entries that hold"),
            self.tr("Proven by a signed checkpoint up to entry"),
            self.tr("Checkpoints held against the log"),
            self.tr("Of these, from witnesses' files"),
            self.tr("Time taken"),
        )
        for label, name in zip(self._names, names, strict=True):
            label.setText(name)
        self.entry_title.setText(self.tr("What stands there now"))

    def show_answer(self, answer: dict[str, Any]) -> None:
        """Show how far the hub is, or what it found."""
        stage = VerifyStage(answer["stage"])
        running, done = stage is VerifyStage.RUNNING, stage is VerifyStage.DONE
        bad = answer.get("first_bad")
        self.progress.setVisible(running)
        self.progress.setMaximum(max(1, answer.get("entries", 0)))
        self.progress.setValue(answer.get("read", 0))
        self.pace.setVisible(running)
        self.pace.setText(self._pace(answer))
        self._head(stage, answer)
        seconds, read = answer.get("seconds", 0.0), answer.get("read", 0)
        took = clock(seconds)
        if seconds > 0:
            rate = self.tr("%1 entries a second").replace("%1", f"{read / seconds:,.0f}")
            took = f"{took}  ·  {rate}"
        values = (
            f"{read:,}",
            f"{proven_of(answer):,}",
            f"{answer.get('checkpoints', 0):,}",
            f"{answer.get('kept', 0):,}",
            took,
        )
        for name, value, text in zip(self._names, self._values, values, strict=True):
            name.setVisible(done)
            value.setVisible(done)
            value.setText(text)
        self.strip.show_log(_state(answer) if done else None)
        text = answer.get("bad_entry", "")
        for part in (self.entry_title, self.entry):
            part.setVisible(bool(done and bad is not None and text))
        self.entry.setPlainText(_in_lines(text))

    def _head(self, stage: VerifyStage, answer: dict[str, Any]) -> None:
        bad, colour, detail, sign = answer.get("first_bad"), theme.TEXT, "", ""
        match stage:
            case VerifyStage.NEVER:
                said = self.tr("The log has not been verified since the hub was started.")
                detail = self.tr(
                    "A verification reads every entry and holds it against the one before it, the"
                    " checkpoints that the hub signed, and the records. Whoever owns the hub and"
                    " its key can rewrite all of these; what sites and desks keep tells even that:"
                    " take their files along."
                )
            case VerifyStage.RUNNING:
                said = self.tr("Verifying…")
                detail = self.tr("The room works on meanwhile.")
            case VerifyStage.CANCELLED:
                said = self.tr("The verification was cancelled; it says nothing.")
            case VerifyStage.FAILED:
                sign, colour = "✕", theme.ALARM
                said = self.tr("The verification could not be made.")
                detail = answer.get("reason", "")
            case VerifyStage.DONE if bad is None:
                doubts = _doubts(answer)
                said = self.tr("Every entry holds, and the records agree.")
                if doubts:
                    said = self.tr("Every entry holds, but not all of it is proven.")
                sign, colour = ("▲", theme.WARN) if doubts else ("✓", theme.GOOD)
                detail = " ".join([*map(self._doubt, doubts), self._ended(answer)])
            case _:
                sign, colour = "✕", theme.ALARM
                said = self.tr("Entry %1 does not hold.").replace("%1", f"{bad:,}")
                detail = f"{verify_words.reason(answer['reason'])} {self.still_proven(answer)}"
        self.verdict.setText(f"{sign}  {said}" if sign else said)
        rule = theme.font_rule(self.verdict, _BIG_PT)
        self.verdict.setStyleSheet(f"color: {colour}; {rule}")
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))

    def still_proven(self, answer: dict[str, Any]) -> str:
        """Return what a broken log still proves."""
        proven = proven_of(answer)
        if proven < answer["proven"]:
            said = self.tr(
                "The hub's key has signed two logs that contradict each other: from entry %1 on"
                " nothing is proven. Find out who had the key."
            )
            return said.replace("%1", f"{proven + 1:,}")
        if not proven:
            return self.tr("No checkpoint proves anything; ask the witnesses for theirs.")
        if answer["first_bad"] is not None and answer["first_bad"] <= proven:
            said = self.tr(
                "Entries 1 to %1 of the log itself are proven; the records contradict them."
            )
        else:
            said = self.tr("Entries 1 to %1 are still proven by a signed checkpoint.")
        return said.replace("%1", f"{proven:,}")

    def _pace(self, answer: dict[str, Any]) -> str:
        read, whole = answer.get("read", 0), answer.get("entries", 0)
        said = self.tr("%1 of %2 entries").replace("%1", f"{read:,}").replace("%2", f"{whole:,}")
        seconds = answer.get("seconds", 0.0)
        if not read or seconds < _RATE_AFTER_S:
            return said
        if read >= whole:
            held = self.tr("holding the records against the log")
            return f"{said}  ·  {held}"
        pace = read / seconds
        rate = self.tr("%1 entries a second").replace("%1", f"{pace:,.0f}")
        left = self.tr("%1 left").replace("%1", steer_words.span((whole - read) / pace))
        return f"{said}  ·  {rate}  ·  {left}"

    def _doubt(self, about: tuple[str, int]) -> str:
        machine, size = about
        if not machine:
            return self.still_proven({"proven": 0, "first_bad": None, "reason": ""})
        said = self.tr(
            "%1 keeps a checkpoint of %2 entries, more than are proven here: "
            "verify with what it keeps."
        )
        return said.replace("%1", machine).replace("%2", f"{size:,}")

    def _ended(self, answer: dict[str, Any]) -> str:
        at = datetime.fromisoformat(answer["at"]).astimezone()
        said = self.tr("Verified at %1 for %2.").replace("%1", f"{at:%Y-%m-%d %H:%M:%S}")
        return said.replace("%2", answer["officer"])

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.setSpacing(8)
        for part in (self.verdict, self.detail, self.progress, self.pace, self.strip):
            inside.addWidget(part)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)  # else that of the row around it
        for place, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            name.setStyleSheet(f"color: {theme.QUIET}")
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, place, 0)
            grid.addWidget(value, place, 1)
        grid.setRowStretch(len(self._names), 1)
        stands = QVBoxLayout()
        stands.setSpacing(4)
        stands.addWidget(self.entry_title)
        stands.addWidget(self.entry, 1)
        below = QHBoxLayout(self.facts)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(32)
        below.addLayout(grid)
        below.setAlignment(grid, Qt.AlignmentFlag.AlignTop)
        below.addLayout(stands, 1)
        inside.addWidget(self.facts)
        self.facts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        theme.tall(self.entry, 124)
        self.entry_title.setStyleSheet(f"color: {theme.QUIET}")


def _state(answer: dict[str, Any]) -> LogState:
    return LogState(
        entries=max(answer.get("entries", 0), answer.get("first_bad") or 0),
        holds=answer.get("read", 0),
        proven=proven_of(answer),
        first_bad=answer.get("first_bad"),
    )


def proven_of(answer: dict[str, Any]) -> int:
    """Return up to which entry a log is proven: nothing is from where two signed logs differ."""
    proven, bad = int(answer.get("proven", 0)), answer.get("first_bad")
    if bad is not None and bad <= proven and verify_words.is_of_another_log(answer["reason"]):
        return int(bad) - 1
    return proven


def _doubts(answer: dict[str, Any]) -> list[tuple[str, int]]:
    """Return what makes a log that holds doubtful: no checkpoint, or witnesses that know more."""
    if not answer["proven"]:
        return [("", 0)]
    return [
        (one["machine"], one["size"]) for one in answer["witnesses"] if one["size"] > answer["read"]
    ]


def _in_lines(text: str) -> str:
    """Return an entry in lines where it is one; else as it stands there."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    except ValueError:
        return text
