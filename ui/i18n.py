"""Chinese and English, switched while the window is open.

Sources are English; the Chinese is complete, and a test keeps it so. A widget retranslates itself
when Qt sends it ``LanguageChange``.
"""

import os
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

import resources
from ui import foreign, theme


class Language(StrEnum):
    """The languages of the window; the value is Qt's name of the locale."""

    CHINESE = "zh_CN"
    ENGLISH = "en"


_SHORT = {"zh": Language.CHINESE, "en": Language.ENGLISH}


def preferred(setting: str | None) -> Language:
    """Return the language to start in.

    A setting such as ``"zh"`` or ``"en_GB"`` wins; without one the system's language counts, and
    a system that names neither (the C locale) gets Chinese, the room's first language.
    """
    named = setting or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return _SHORT.get(named[:2].lower(), Language.CHINESE)


def in_own_words(name: str, name_zh: str) -> str:
    """Return goods' name in the language that is shown, or in the other one when it has none.

    The name comes from outside; it is made safe to stand in a line by `ui.foreign`.
    """
    chinese = QLocale().language() == QLocale.Language.Chinese
    return foreign.shown((name_zh or name) if chinese else (name or name_zh))


@cache
def _words_of(language: Language) -> bytes:
    """Return the compiled texts of a language; kept for good, for Qt reads on in these very bytes.

    Qt maps a file and reads on from it, too: one replaced under a window would end the program.
    """
    ours = resources.path(f"translations/reviewroom_{language.value}.qm")
    return ours.read_bytes() if ours.is_file() else b""


class Translations:
    """Holds the translators of the running application."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._installed: list[QTranslator] = []
        self._language = Language.ENGLISH

    @property
    def language(self) -> Language:
        """The language that is shown."""
        return self._language

    def use(self, language: Language) -> None:
        """Show everything in this language; open widgets get ``LanguageChange``."""
        for old in self._installed:
            self._app.removeTranslator(old)
        self._installed = []
        self._language = language
        QLocale.setDefault(QLocale(language.value))
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        qt, own = QTranslator(self._app), QTranslator(self._app)
        for translator, loaded in (
            (qt, qt.load(f"qtbase_{language.value}", qt_folder)),
            (own, own.load(_words_of(language))),
        ):
            if loaded:
                self._app.installTranslator(translator)
                self._installed.append(translator)
        theme.reletter(self._app)
