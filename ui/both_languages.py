"""The commands' texts in both languages at once, whichever is shown: for finding them."""

from dataclasses import replace
from functools import cache

from PySide6.QtCore import QTranslator

import resources
from ui.command_search import Entry
from ui.command_table import COMMANDS, Command
from ui.commands import CommandSet
from ui.i18n import Language


class _Chinese:
    """The Chinese texts, without showing them."""

    def __init__(self) -> None:
        path = resources.path(f"translations/reviewroom_{Language.CHINESE.value}.qm")
        self._words = path.read_bytes()  # the translator reads on from them
        self._translator = QTranslator()
        self._translator.load(self._words)

    def say(self, text: str) -> str:
        """Return a command's text in Chinese; in English when it has none."""
        return str(self._translator.translate("Commands", text)) or text


@cache
def _chinese() -> _Chinese:
    return _Chinese()


def in_chinese(text: str) -> str:
    """Return a text of the command table in Chinese."""
    return _chinese().say(text)


def entry_of(command: Command) -> Entry:
    """Return a command as it can be found."""
    called = (command.text, in_chinese(command.text))
    return Entry(name=command.name, called=called, told=(command.tip, in_chinese(command.tip)))


def entries(commands: CommandSet) -> tuple[Entry, ...]:
    """Return every command as it can be found, presets by what lies on their keys too."""
    found = (entry_of(command) for command in COMMANDS)
    return tuple(replace(one, called=(*one.called, commands[one.name].text())) for one in found)
