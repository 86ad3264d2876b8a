"""What two officers agree on beside cases, in words: keys, officers, reports with pictures."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from queue_client.keys import fingerprint
from ui import foreign
from workstation.domain.four_eyes import Act
from workstation.domain.officer import OfficerState, Role

_ROLES: Final = {
    Role.REVIEWER.value: QT_TRANSLATE_NOOP("AgreementWords", "reviewer"),
    Role.CHIEF.value: QT_TRANSLATE_NOOP("AgreementWords", "shift chief"),
    Role.LIBRARIAN.value: QT_TRANSLATE_NOOP("AgreementWords", "librarian"),
    Role.SUPERVISOR.value: QT_TRANSLATE_NOOP("AgreementWords", "supervisor"),
    Role.AUDITOR.value: QT_TRANSLATE_NOOP("AgreementWords", "auditor"),
    Role.ADMIN.value: QT_TRANSLATE_NOOP("AgreementWords", "administrator"),
}
_KINDS: Final = {
    "site": QT_TRANSLATE_NOOP("AgreementWords", "site"),
    "desk": QT_TRANSLATE_NOOP("AgreementWords", "desk"),
}
ACTS: Final = {
    Act.UNPARK.value: QT_TRANSLATE_NOOP("AgreementWords", "Unpark"),
    Act.SUPERSEDE.value: QT_TRANSLATE_NOOP("AgreementWords", "Withdraw decision"),
    Act.ENROL.value: QT_TRANSLATE_NOOP("AgreementWords", "Let a key in"),
    Act.OFFICER.value: QT_TRANSLATE_NOOP("AgreementWords", "Appoint an officer"),
    Act.PASSWORD.value: QT_TRANSLATE_NOOP("AgreementWords", "New password"),
    Act.REINSTATE.value: QT_TRANSLATE_NOOP("AgreementWords", "Let an officer in again"),
    Act.EXPORT.value: QT_TRANSLATE_NOOP("AgreementWords", "Evidence report"),
    Act.DISPOSE.value: QT_TRANSLATE_NOOP("AgreementWords", "Dispose of packages"),
}
#: Who asks (%2) wants something for a case, machine or officer (%1), with a reason (%3).
ASKS: Final = {
    Act.UNPARK.value: QT_TRANSLATE_NOOP(
        "AgreementWords", "Let %1 wait again, as %2 asks? It is done at once. Their reason: %3"
    ),
    Act.SUPERSEDE.value: QT_TRANSLATE_NOOP(
        "AgreementWords",
        "Withdraw the decision on %1, as %2 asks? It is done at once, and a chief decides"
        " anew. Their reason: %3",
    ),
    Act.ENROL.value: QT_TRANSLATE_NOOP(
        "AgreementWords",
        "Let %1 speak to the hub, as %2 asks? Have the fingerprint read aloud at that machine"
        " first. Their reason: %3",
    ),
    Act.OFFICER.value: QT_TRANSLATE_NOOP(
        "AgreementWords", "Let %1 work in the room, as %2 asks? Their reason: %3"
    ),
    Act.PASSWORD.value: QT_TRANSLATE_NOOP(
        "AgreementWords",
        "Give %1 the new password that %2 has set? Ask %1 whether they want it. Their reason: %3",
    ),
    Act.REINSTATE.value: QT_TRANSLATE_NOOP(
        "AgreementWords", "Let %1 work in the room again, as %2 asks? Their reason: %3"
    ),
    Act.EXPORT.value: QT_TRANSLATE_NOOP(
        "AgreementWords",
        "Let %2 write the evidence report on %1, with its pictures, to a file?"
        " It holds for a day. Their reason: %3",
    ),
    Act.DISPOSE.value: QT_TRANSLATE_NOOP(
        "AgreementWords",
        "Dispose of the packages of %1, as %2 asks? Their pictures are gone for good; decisions"
        " and evidence stay. Their reason: %3",
    ),
}
DONE: Final = {
    Act.UNPARK.value: QT_TRANSLATE_NOOP("AgreementWords", "%1 waits again."),
    Act.SUPERSEDE.value: QT_TRANSLATE_NOOP(
        "AgreementWords", "The decision on %1 is withdrawn; it waits for a chief."
    ),
    Act.ENROL.value: QT_TRANSLATE_NOOP("AgreementWords", "%1 may speak to the hub."),
    Act.OFFICER.value: QT_TRANSLATE_NOOP("AgreementWords", "Recorded: %1."),
    Act.PASSWORD.value: QT_TRANSLATE_NOOP("AgreementWords", "%1 has the new password."),
    Act.REINSTATE.value: QT_TRANSLATE_NOOP("AgreementWords", "%1 may work again."),
    Act.EXPORT.value: QT_TRANSLATE_NOOP(
        "AgreementWords", "The evidence report on %1 may be written."
    ),
    Act.DISPOSE.value: QT_TRANSLATE_NOOP("AgreementWords", "The packages of %1 are disposed of."),
}
CAME: Final = {
    Act.UNPARK.value: QT_TRANSLATE_NOOP(
        "AgreementWords", "%1 asks you to agree: let %2 wait again. It is answered under Steering."
    ),
    Act.SUPERSEDE.value: QT_TRANSLATE_NOOP(
        "AgreementWords",
        "%1 asks you to agree: withdraw the decision on %2. It is answered under Steering.",
    ),
    Act.ENROL.value: QT_TRANSLATE_NOOP(
        "AgreementWords",
        "%1 asks you to agree: let %2 speak to the hub. It is answered under Steering.",
    ),
    Act.OFFICER.value: QT_TRANSLATE_NOOP(
        "AgreementWords",
        "%1 asks you to agree: let %2 work in the room. It is answered under Steering.",
    ),
    Act.PASSWORD.value: QT_TRANSLATE_NOOP(
        "AgreementWords",
        "%1 asks you to agree: a new password for %2. It is answered under Steering.",
    ),
    Act.REINSTATE.value: QT_TRANSLATE_NOOP(
        "AgreementWords",
        "%1 asks you to agree: let %2 work again. It is answered under Steering.",
    ),
    Act.EXPORT.value: QT_TRANSLATE_NOOP(
        "AgreementWords",
        "%1 asks you to agree: an evidence report on %2. It is answered under Steering.",
    ),
    Act.DISPOSE.value: QT_TRANSLATE_NOOP(
        "AgreementWords",
        "%1 asks you to agree: dispose of the packages of %2. It is answered under Steering.",
    ),
}


def act(value: str) -> str:
    """Return what is asked for, in a word or two; a newer hub's own name where it has none."""
    return say(ACTS[value]) if value in ACTS else value


def subject(request: Mapping[str, Any]) -> str | None:
    """Return the machine, officer or case that a request is about, as far as it says so itself."""
    content = request.get("content") or {}
    match request["act"]:
        case Act.ENROL.value:
            return _machine(str(request["subject"]), content)
        case Act.OFFICER.value:
            roles = ", ".join(_of(_ROLES, role) for role in content["roles"])
            who = _proven(f"{request['subject']} ({content['name']}): {roles}", content)
            return _instead(who, content)
        case Act.PASSWORD.value if content:
            return _proven(str(request["subject"]), content)
        case Act.EXPORT.value:
            return str(content["case_id"])
        case Act.DISPOSE.value:
            text = say(QT_TRANSLATE_NOOP("AgreementWords", "%1 cases before %2 (%3 GB)"))
            told = (
                str(content["packages"]),
                str(request["subject"])[:10],
                f"{content['bytes'] / 1e9:.1f}",
            )
            return foreign.filled(text, *told)
        case _:
            return None


def _instead(who: str, content: Mapping[str, Any]) -> str:
    """Return an officer with what they are now, where somebody of that name works already."""
    before = content.get("before")
    if not before:
        return who
    text = say(QT_TRANSLATE_NOOP("AgreementWords", "%1, with a new password (now %2)"))
    if "proven_by" in content:
        text = say(QT_TRANSLATE_NOOP("AgreementWords", "%1 (now %2)"))
    now = [_of(_ROLES, role) for role in before["roles"]]
    if before["state"] != OfficerState.ACTIVE.value:
        now.append(say(QT_TRANSLATE_NOOP("AgreementWords", "shut out")))
    return foreign.filled(text, who, ", ".join(now))


def _proven(who: str, content: Mapping[str, Any]) -> str:
    """Return an officer with what proves the password, where that is not the hub."""
    if "proven_by" not in content:
        return who
    text = say(QT_TRANSLATE_NOOP("AgreementWords", "%1, password proven by the directory"))
    return foreign.filled(text, who)


def say(source: object) -> str:
    """Return one of the texts above in the language that is shown."""
    return QCoreApplication.translate("AgreementWords", str(source))


def _machine(public_key: str, content: Mapping[str, Any]) -> str:
    """Return a machine and the fingerprint of its key, as it is read aloud."""
    told = f"{_of(_KINDS, content['kind'])} {content['name']} ({fingerprint(public_key)})"
    if not (content.get("before") or {}).get("enabled", True):
        text = say(QT_TRANSLATE_NOOP("AgreementWords", "%1, which was revoked"))
        told = foreign.filled(text, told)
    if content.get("allowed_ip"):
        text = say(QT_TRANSLATE_NOOP("AgreementWords", "%1 from %2"))
        told = foreign.filled(text, told, ", ".join(map(str, content["allowed_ip"])))
    if content.get("not_after"):
        text = say(QT_TRANSLATE_NOOP("AgreementWords", "%1, until %2"))
        told = foreign.filled(text, told, str(content["not_after"])[:10])
    return told


def _of(texts: Mapping[str, object], value: object) -> str:
    return say(texts[str(value)]) if str(value) in texts else str(value)
