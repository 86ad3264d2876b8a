"""Every kind of tampering as the page of the evidence log shows it: one picture, one table.

``make tampering-page`` writes ``docs/tampering.md`` and its picture; it draws
without a screen.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QVBoxLayout, QWidget

from tests.audit.tampering import KINDS, Scene, make_scene
from tests.journeys.desk_screen import ROOT
from ui import theme
from ui.i18n import Language, Translations
from ui.supervisor import verify_words
from ui.supervisor.verify_card import VerifyCard, proven_of

PAGE = ROOT / "docs" / "tampering.md"
PICTURE = ROOT / "docs" / "shots" / "tampering_en.png"
_WIDTH, _COLUMNS = 1920, 2
_ABOVE = """# What tampering looks like

Each line is one thing that somebody who owns the hub's machine can do to a copy of a small room,
some of them with the hub's signing key in hand, and what the page *Evidence log* says of it when a
witness's file and a site's orders are taken along. `make tamper` does all of it again and prints
what noticed it; `make tampering-page` writes this page.

| what was done | what is said | still proven up to entry |
|---|---|---|
"""


def main() -> int:
    """Write the page and the picture; returns the exit code."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app)
    Translations(app).use(Language.ENGLISH)
    sheet = QWidget()
    grid = QGridLayout(sheet)
    grid.setSpacing(14)
    rows = []
    with tempfile.TemporaryDirectory(prefix="reviewroom-") as scratch:
        honest = make_scene(Path(scratch) / "honest")
        for number, (name, (act, _)) in enumerate(KINDS.items()):
            scene = honest.copied(Path(scratch) / str(number))
            act(scene)
            answer = answer_of(scene)
            said = f"Entry {answer['first_bad']}: {verify_words.reason(answer['reason'])}"
            rows.append(f"| {name} | {said} | {proven_of(answer) or 'nothing'} |\n")
            grid.addWidget(tile(name, answer), number // _COLUMNS, number % _COLUMNS)
    PAGE.write_text(f"{_ABOVE}{''.join(rows)}\n![All of it]({picture()})\n", encoding="utf-8")
    sheet.resize(_WIDTH, grid.totalHeightForWidth(_WIDTH) + 40)
    sheet.show()
    app.processEvents()
    sheet.grab().save(str(PICTURE))
    sys.stdout.write(f"{len(rows)} kinds: {PAGE.name}, {PICTURE.name}\n")
    return 0


def answer_of(scene: Scene) -> dict[str, Any]:
    """Return what the hub answers after a verification with the witness's file and the orders."""
    report = scene.verify()
    return {
        "stage": "done",
        "read": report.entries,
        "entries": report.entries,
        "first_bad": report.first_bad,
        "reason": report.reason,
        "proven": report.proven,
        "checkpoints": report.checkpoints,
        "witnesses": [],
    }


def tile(name: str, answer: dict[str, Any]) -> QWidget:
    """Return what was done, and below it what the page says."""
    whole, card = QWidget(), VerifyCard()
    card.retranslate()
    card.show_answer(answer)
    card.facts.hide()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    column.addWidget(QLabel(name))
    column.addWidget(card, 1)
    return whole


def picture() -> str:
    """Return where the picture lies, from the page."""
    return PICTURE.relative_to(PAGE.parent).as_posix()


if __name__ == "__main__":
    sys.exit(main())
