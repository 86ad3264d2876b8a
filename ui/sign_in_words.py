"""Why nobody sits at the desk, in words; apart from `ui.words`, for the first window needs them."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_SIGN_IN: Final = {
    "login_failed": QT_TRANSLATE_NOOP("Words", "Officer or password is not right."),
    "login_locked": QT_TRANSLATE_NOOP(
        "Words", "Too many attempts. Wait a while, or ask an administrator."
    ),
    "directory_silent": QT_TRANSLATE_NOOP(
        "Words",
        "The directory does not answer, so your password cannot be checked. Try again in a moment.",
    ),
    "no_role": QT_TRANSLATE_NOOP(
        "Words", "The directory's groups leave you no role here. Ask an administrator."
    ),
    "no_session": QT_TRANSLATE_NOOP("Words", "The session has ended. Please sign in again."),
    "session_ended": QT_TRANSLATE_NOOP(
        "Words", "The session was ended elsewhere. Please sign in again."
    ),
}


def refused(code: str) -> str:
    """Return why nobody sits at the desk; a code that is not known stays as it is."""
    known = _SIGN_IN.get(code)
    return code if known is None else QCoreApplication.translate("Words", str(known))
