"""What ``reviewroom doctor`` looks at of the way to the house's syslog server."""

from typing import Final

from workstation.assembly.audit_post import audit_server
from workstation.cli.checks import Finding, State
from workstation.domain.errors import SettingsInvalid, StorageUnavailable
from workstation.hub.syslog_sender import behind
from workstation.settings import HubConfig
from workstation.storage.entry_reader import count_entries

_NAME: Final = "audit server"
_ANSWER_S: Final = 3.0


def check_audit_server(config: HubConfig) -> Finding:
    """Look whether the syslog server answers over TLS, and how much waits for it."""
    where = config.audit_server
    if not where:
        says = "audit messages are not sent anywhere; the evidence log stands by itself"
        return Finding(name=_NAME, state=State.OK, says=says)
    try:
        audit_server(config).connect(timeout_s=_ANSWER_S).close()
    except SettingsInvalid as error:
        return _bad(str(error), "Correct audit_authority, audit_certificate and audit_key.")
    except OSError as error:
        reason = getattr(error, "verify_message", "") or error.strerror or str(error)
        return _bad(
            f"{where} does not answer over TLS: {reason}",
            "Messages wait on this disk. Check address, port and audit_authority.",
        )
    return Finding(name=_NAME, state=State.OK, says=f"{where} answers over TLS{_waiting(config)}")


def _waiting(config: HubConfig) -> str:
    try:
        entries = behind(config.data, count_entries(config.data))
    except StorageUnavailable:
        return ""
    return "" if entries is None else f"; {entries} entries wait"


def _bad(says: str, advice: str) -> Finding:
    return Finding(name=_NAME, state=State.DOUBTFUL, says=says, advice=advice)
