"""Which refusals of the hub end a session, and are not about what was asked."""

from typing import Final

from queue_client.errors import RefusalCode, Refused

OVER: Final = frozenset(
    {
        RefusalCode.NO_SESSION,
        RefusalCode.SESSION_ENDED,
        RefusalCode.LOGIN_FAILED,
        RefusalCode.LOGIN_LOCKED,
        RefusalCode.DIRECTORY_SILENT,
        RefusalCode.NO_ROLE,
    }
)


def is_about_session(error: Refused) -> bool:
    """Tell whether a refusal is about the session or the hub itself, not about what was asked."""
    return error.code in OVER or error.code is RefusalCode.INTERNAL
