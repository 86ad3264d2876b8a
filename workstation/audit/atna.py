"""Audit messages for a syslog server of the house, made from entries of the evidence log. Pure.

The XML is DICOM's audit message, which grew out of RFC 3881; it is carried as IHE ATNA does, in
RFC 5424 lines framed by their length as RFC 5425 asks. Ids of officers, machines and cases go
out, never the names of goods' owners.

References
----------
.. [1] DICOM PS3.15, annex A.5 (audit trail message format profile) and PS3.16, CID 400 and 401.
.. [2] IHE ITI TF-2, 3.20 (Record Audit Event).
.. [3] RFC 5424, RFC 5425.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from xml.etree import ElementTree as ET

from workstation.domain.instants import from_text

APPLICATION: Final = "review-room.hub"
_MESSAGE_ID: Final = "DICOM+RFC3881"
# Facility 10 (security), severity 5 (notice) and 4 (warning).
_NOTICE: Final = 10 * 8 + 5
_WARNING: Final = 10 * 8 + 4
_BOM: Final = b"\xef\xbb\xbf"

_SUCCESS, _MINOR, _SERIOUS = 0, 4, 8
_MACHINE_NAME: Final = "1"
_SYSTEM_OBJECT: Final = "2"
_SECURITY_USER: Final = "11"
_SECURITY_RESOURCE: Final = "13"
_QUERY: Final = "24"
_REPORT: Final = "3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code of the DICOM dictionary (``DCM``) with its meaning."""

    code: str
    meaning: str


_ACTIVITY: Final = Code(code="110100", meaning="Application Activity")
_LOG_USED: Final = Code(code="110101", meaning="Audit Log Used")
_ACCESSED: Final = Code(code="110103", meaning="DICOM Instances Accessed")
_EXPORT: Final = Code(code="110106", meaning="Export")
_SEARCH: Final = Code(code="110112", meaning="Query")
_ALERT: Final = Code(code="110113", meaning="Security Alert")
_AUTHENTICATION: Final = Code(code="110114", meaning="User Authentication")
_START: Final = Code(code="110120", meaning="Application Start")
_STOP: Final = Code(code="110121", meaning="Application Stop")
_LOGIN: Final = Code(code="110122", meaning="Login")
_LOGOUT: Final = Code(code="110123", meaning="Logout")
_NODE: Final = Code(code="110126", meaning="Node Authentication")
_CONFIGURED: Final = Code(code="110129", meaning="Security Configuration")
_RESTRICTED: Final = Code(code="110132", meaning="Use of Restricted Function")
_TAMPERED: Final = Code(code="110135", meaning="Object Security Attributes Changed")
_ROLES: Final = Code(code="110136", meaning="Security Roles Changed")
_USER: Final = Code(code="110137", meaning="User security Attributes Changed")
_APPLICATION: Final = Code(code="110150", meaning="Application")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """How a kind of entry is told: event, type, action (C R U D E), outcome."""

    event: Code
    kind: Code | None = None
    action: str = "E"
    outcome: int = _SUCCESS


_EVENTS: Final[Mapping[str, _Event]] = {
    "hub:started": _Event(event=_ACTIVITY, kind=_START),
    "hub:stopped": _Event(event=_ACTIVITY, kind=_STOP),
    "desk:login:accepted": _Event(event=_AUTHENTICATION, kind=_LOGIN),
    "desk:login:failed": _Event(event=_AUTHENTICATION, kind=_LOGIN, outcome=_SERIOUS),
    "desk:unlocked": _Event(event=_AUTHENTICATION, kind=_LOGIN),
    "desk:unlock:failed": _Event(event=_AUTHENTICATION, kind=_LOGIN, outcome=_SERIOUS),
    "desk:login:unproven": _Event(event=_AUTHENTICATION, kind=_LOGIN, outcome=_MINOR),
    "desk:login:withheld": _Event(event=_AUTHENTICATION, kind=_LOGIN, outcome=_SERIOUS),
    "desk:unlock:unproven": _Event(event=_AUTHENTICATION, kind=_LOGIN, outcome=_MINOR),
    "desk:locked": _Event(event=_AUTHENTICATION, kind=_LOGOUT),
    "desk:session:ended": _Event(event=_AUTHENTICATION, kind=_LOGOUT),
    "scan:lease:granted": _Event(event=_ACCESSED, action="R"),
    "scan:package:audited": _Event(event=_ACCESSED, action="R"),
    "scan:view:joined": _Event(event=_ACCESSED, action="R"),
    "scan:decision:recorded": _Event(event=_ACCESSED, action="U"),
    "scan:decision:recalled": _Event(event=_ACCESSED, action="U"),
    "audit:decisions:searched": _Event(event=_SEARCH),
    "audit:proof:given": _Event(event=_EXPORT, action="R"),
    "wire:peer:muted": _Event(event=_ALERT, kind=_NODE, outcome=_MINOR),
    "wire:address:refused": _Event(event=_ALERT, kind=_NODE, outcome=_SERIOUS),
    "site:manifest_key:refused": _Event(event=_ALERT, kind=_NODE, outcome=_SERIOUS),
    "site:decision:forged": _Event(event=_ALERT, kind=_TAMPERED, outcome=_SERIOUS),
    "hub:log:contradicted": _Event(event=_ALERT, kind=_TAMPERED, outcome=_SERIOUS),
    "blob:damaged": _Event(event=_ALERT, kind=_TAMPERED, outcome=_MINOR),
    "engine:scan:gave_up": _Event(event=_ALERT, kind=_NODE, outcome=_MINOR),
    "hub:restored": _Event(event=_ALERT, kind=_RESTRICTED),
    "scan:lease:broken": _Event(event=_ALERT, kind=_RESTRICTED),
    "package:disposed": _Event(event=_ALERT, kind=_RESTRICTED, action="D"),
    "request:made": _Event(event=_ALERT, kind=_RESTRICTED),
    "request:declined": _Event(event=_ALERT, kind=_RESTRICTED),
    "request:altered": _Event(event=_ALERT, kind=_RESTRICTED),
    "principal:enrolled": _Event(event=_ALERT, kind=_CONFIGURED),
    "officer:recorded": _Event(event=_ALERT, kind=_ROLES),
    "officer:state": _Event(event=_ALERT, kind=_USER),
    "officer:password": _Event(event=_ALERT, kind=_USER),
}


def message_of(entry: str, *, source: str) -> tuple[str, bytes] | None:
    """Return the audit message of an entry, or None for one that no such message is for.

    Parameters
    ----------
    entry : str
        Canonical text of the entry.
    source : str
        The name that this hub goes by at the syslog server.

    Returns
    -------
    tuple of str and bytes
        When it happened (ISO 8601), and one line as RFC 5424 has it, without a frame.
    """
    try:
        told: dict[str, Any] = json.loads(entry)
        tag, facts = str(told["tag"]), dict(told["facts"])
        at = from_text(str(told["at"]))
    except (ValueError, KeyError, TypeError):
        return None
    event = _event_of(tag)
    if event is None:
        return None
    xml = ET.tostring(_document(event, tag, facts, at, source), encoding="unicode")
    stamp = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    level = _NOTICE if event.outcome == _SUCCESS else _WARNING
    head = f"<{level}>1 {stamp} {_token(source)} {APPLICATION} - {_MESSAGE_ID} - "
    return stamp, head.encode("ascii") + _BOM + xml.encode()


def framed(line: bytes) -> bytes:
    """Return a line behind its length in octets, as RFC 5425 frames it."""
    return f"{len(line)} ".encode("ascii") + line


def _event_of(tag: str) -> _Event | None:
    known = _EVENTS.get(tag)
    if known is not None:
        return known
    if "export" in tag:
        return _Event(event=_EXPORT, action="R")
    if tag.startswith("audit:"):  # whatever else those who audit look at
        return _Event(event=_LOG_USED, action="R")
    return None


def _document(
    event: _Event, tag: str, facts: Mapping[str, Any], at: datetime, source: str
) -> ET.Element:
    root = ET.Element("AuditMessage")
    head = ET.SubElement(
        root,
        "EventIdentification",
        EventActionCode=event.action,
        EventDateTime=at.isoformat(timespec="milliseconds"),
        EventOutcomeIndicator=str(event.outcome),
    )
    _code(head, "EventID", event.event)
    if event.kind is not None:
        _code(head, "EventTypeCode", event.kind)
    _participants(root, event, facts, source)
    origin = ET.SubElement(root, "AuditSourceIdentification", AuditSourceID=source)
    ET.SubElement(origin, "AuditSourceTypeCode", {"csd-code": "4"})  # an application's server
    _objects(root, event, tag, facts)
    return root


def _participants(root: ET.Element, event: _Event, facts: Mapping[str, Any], source: str) -> None:
    officer = str(facts.get("officer") or _inside(facts, "officer") or "")
    desk = str(facts.get("desk") or _inside(facts, "desk") or facts.get("machine") or "")
    if officer:
        who = ET.SubElement(root, "ActiveParticipant", UserID=officer[:200], UserIsRequestor="true")
        if desk:
            who.set("NetworkAccessPointID", desk[:200])
            who.set("NetworkAccessPointTypeCode", _MACHINE_NAME)
    hub = ET.SubElement(
        root,
        "ActiveParticipant",
        UserID=APPLICATION,
        UserIsRequestor="false" if officer else "true",
        NetworkAccessPointID=source,
        NetworkAccessPointTypeCode=_MACHINE_NAME,
    )
    if event.event is _ACTIVITY or not officer:
        _code(hub, "RoleIDCode", _APPLICATION)


def _objects(root: ET.Element, event: _Event, tag: str, facts: Mapping[str, Any]) -> None:
    case = str(facts.get("case") or _inside(facts, "case") or "")
    if event.event is _SEARCH:
        found = _object(root, "decisions", _SYSTEM_OBJECT, _QUERY, "10", "Search Criteria")
        query = ET.SubElement(found, "ParticipantObjectQuery")
        said = json.dumps(_nameless(facts.get("filter")), ensure_ascii=False, sort_keys=True)
        query.text = base64.b64encode(said.encode()).decode()
    elif event.event is _LOG_USED:
        found = _object(root, "evidence-log", _SYSTEM_OBJECT, _SECURITY_RESOURCE, "12", "URI")
        ET.SubElement(found, "ParticipantObjectName").text = "Security Audit Log"
    elif case:
        found = _object(root, case, _SYSTEM_OBJECT, _REPORT, "110180", "Study Instance UID")
        _detail(found, "conclusion", _inside(facts, "conclusion"))
        _detail(found, "decision", _inside(facts, "decision_id") or facts.get("decision_id"))
    elif facts.get("decision_id"):
        name = str(facts["decision_id"])
        _object(root, name, _SYSTEM_OBJECT, _REPORT, "9", "Report Number")
    elif event.event is _ALERT:
        about = str(facts.get("machine") or facts.get("name") or facts.get("site") or "")
        name = about or str(facts.get("officer") or APPLICATION)
        found = _object(root, name, _SYSTEM_OBJECT, _SECURITY_USER, "110182", "Node ID")
        _detail(found, "Alert Description", f"{tag} {facts.get('reason', '')}".strip())


def _object(  # noqa: PLR0913, PLR0917 - the parts of one element
    root: ET.Element, name: str, kind: str, role: str, code: str, meaning: str
) -> ET.Element:
    found = ET.SubElement(
        root,
        "ParticipantObjectIdentification",
        ParticipantObjectID=name[:400],
        ParticipantObjectTypeCode=kind,
        ParticipantObjectTypeCodeRole=role,
    )
    _code(found, "ParticipantObjectIDTypeCode", Code(code=code, meaning=meaning))
    return found


def _detail(found: ET.Element, kind: str, value: object) -> None:
    if value:
        text = base64.b64encode(str(value)[:2000].encode()).decode()
        ET.SubElement(found, "ParticipantObjectDetail", type=kind, value=text)


def _code(parent: ET.Element, name: str, code: Code) -> None:
    system = "DCM" if len(code.code) > 2 else "RFC-3881"
    ET.SubElement(
        parent,
        name,
        {"csd-code": code.code, "codeSystemName": system, "originalText": code.meaning},
    )


def _inside(facts: Mapping[str, Any], name: str) -> object:
    decision = facts.get("decision")
    return decision.get(name) if isinstance(decision, dict) else None


def _nameless(wanted: object) -> object:
    """Return a filter without the names of goods' owners that were searched for."""
    if not isinstance(wanted, dict) or not isinstance(wanted.get("where"), list):
        return wanted
    where = [
        {**one, "any": ["…"]} if isinstance(one, dict) and one.get("field") == "consignee" else one
        for one in wanted["where"]
    ]
    return {**wanted, "where": where}


def _token(text: str) -> str:
    """Return a name as RFC 5424 lets it stand in a line: printable ASCII without blanks."""
    return "".join(c if 33 <= ord(c) <= 126 else "-" for c in text)[:255] or "-"
