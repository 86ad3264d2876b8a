"""Every kind of tampering as the page of the evidence log shows it: one picture, one table.

``make tampering-page`` writes ``docs/tampering.md`` and ``docs/tampering.zh.md`` with their
pictures; it draws without a screen.
"""

import os
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QVBoxLayout, QWidget

from tests.audit.tampering import IN_CHINESE, KINDS, Scene, make_scene
from tests.journeys.desk_screen import ROOT
from ui import theme
from ui.i18n import Language, Translations
from ui.supervisor import verify_words
from ui.supervisor.verify_card import VerifyCard, proven_of

DOCS = ROOT / "docs"
_WIDTH, _COLUMNS = 1920, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """One language of the page; ``names`` says in it what was done."""

    language: Language
    page: str
    picture: str
    above: str
    entry: str
    nothing: str
    all_of_it: str
    names: Mapping[str, str]


TONGUES = (
    Tongue(
        language=Language.ENGLISH,
        page="tampering.md",
        picture="tampering_en.png",
        above="""# What tampering looks like

Each line is one thing that somebody who owns the hub's machine can do to a copy of a small room,
some of them with the hub's signing key in hand, and what the page *Evidence log* says of it when a
witness's file and a site's orders are taken along. `make tamper` does all of it again and prints
what noticed it; `make tampering-page` writes this page. [中文](tampering.zh.md)

| what was done | what is said | still proven up to entry |
|---|---|---|
""",
        entry="Entry {}: {}",
        nothing="nothing",
        all_of_it="All of it",
        names={name: name for name in KINDS},
    ),
    Tongue(
        language=Language.CHINESE,
        page="tampering.zh.md",
        picture="tampering_zh.png",
        **tomllib.loads(IN_CHINESE.read_text(encoding="utf-8")),
    ),
)


def main() -> int:
    """Write the pages and their pictures; returns the exit code."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app)
    translations = Translations(app)
    with tempfile.TemporaryDirectory(prefix="reviewroom-") as scratch:
        honest = make_scene(Path(scratch) / "honest")
        answers = {}
        for number, (name, (act, _)) in enumerate(KINDS.items()):
            scene = honest.copied(Path(scratch) / str(number))
            act(scene)
            answers[name] = answer_of(scene)
    for tongue in TONGUES:
        translations.use(tongue.language)
        write(app, tongue, answers)
        sys.stdout.write(f"{len(answers)} kinds: {tongue.page}, {tongue.picture}\n")
    return 0


def write(app: QApplication, tongue: Tongue, answers: Mapping[str, dict[str, Any]]) -> None:
    """Write the page in one language, and its picture."""
    sheet = QWidget()
    grid = QGridLayout(sheet)
    grid.setSpacing(14)
    rows = []
    for number, (name, answer) in enumerate(answers.items()):
        said = tongue.entry.format(answer["first_bad"], verify_words.reason(answer["reason"]))
        proven = proven_of(answer) or tongue.nothing
        rows.append(f"| {tongue.names[name]} | {said} | {proven} |\n")
        grid.addWidget(tile(tongue.names[name], answer), number // _COLUMNS, number % _COLUMNS)
    text = f"{tongue.above}{''.join(rows)}\n![{tongue.all_of_it}](shots/{tongue.picture})\n"
    (DOCS / tongue.page).write_text(text, encoding="utf-8")
    sheet.resize(_WIDTH, grid.totalHeightForWidth(_WIDTH) + 40)
    sheet.show()
    app.processEvents()
    sheet.grab().save(str(DOCS / "shots" / tongue.picture))


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


if __name__ == "__main__":
    sys.exit(main())
