"""Changes of whom the hub trusts and of what it keeps, as two officers agree to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workstation.domain.four_eyes import Act
from workstation.domain.instants import from_text, to_text
from workstation.domain.networks import network_of
from workstation.domain.officer import OF_DIRECTORY, Officer, Role
from workstation.domain.principal import Principal, PrincipalKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustChange:
    """One such change: ``subject`` is a public key or an officer's id.

    ``content`` holds plain JSON values that everybody may read who is asked; ``secret`` is the
    argon2id hash of a new password, which nobody is shown.
    """

    act: Act
    subject: str
    content: Mapping[str, Any]
    secret: str | None = field(default=None, repr=False)


def enrolment(principal: Principal) -> TrustChange:
    """Let a machine's key in."""
    content: dict[str, Any] = {"name": principal.name, "kind": principal.kind.value}
    if principal.not_after is not None:
        content["not_after"] = to_text(principal.not_after)
    if principal.allowed_ip:
        content["allowed_ip"] = [str(network) for network in principal.allowed_ip]
    return TrustChange(act=Act.ENROL, subject=principal.public_key, content=content)


def appointment(officer: Officer, password_hash: str) -> TrustChange:
    """Add an officer, or give one other roles and a new password, or hand it to the directory."""
    content = {"name": officer.name, "roles": sorted(role.value for role in officer.roles)}
    content |= _proven_by(password_hash)
    return TrustChange(
        act=Act.OFFICER, subject=officer.officer_id, content=content, secret=password_hash
    )


def new_password(officer_id: str, password_hash: str) -> TrustChange:
    """Give an officer a new password, or let the directory prove it."""
    content = _proven_by(password_hash)
    return TrustChange(act=Act.PASSWORD, subject=officer_id, content=content, secret=password_hash)


def reinstatement(officer_id: str) -> TrustChange:
    """Let an officer in again."""
    return TrustChange(act=Act.REINSTATE, subject=officer_id, content={})


def disposal(before: datetime, *, packages: int, size: int) -> TrustChange:
    """Keep the packages of cases that were over before an instant no longer.

    How many they are, and of how many bytes, is for the second officer to know. What is disposed
    of is found anew when they agree, and is never more.
    """
    content = {"packages": packages, "bytes": size}
    return TrustChange(act=Act.DISPOSE, subject=to_text(before), content=content)


def principal_of(change: TrustChange) -> Principal:
    """Return the machine that an enrolment lets in."""
    until = change.content.get("not_after")
    return Principal(
        name=str(change.content["name"]),
        kind=PrincipalKind(change.content["kind"]),
        public_key=change.subject,
        not_after=None if until is None else from_text(str(until)),
        allowed_ip=tuple(map(network_of, change.content.get("allowed_ip", ()))),
    )


def officer_of(change: TrustChange) -> Officer:
    """Return the officer whom an appointment names."""
    return Officer(
        officer_id=change.subject,
        name=str(change.content["name"]),
        roles=frozenset(Role(role) for role in change.content["roles"]),
    )


def _proven_by(password_hash: str) -> dict[str, Any]:
    """Return what a second officer is to know of a password that is not the hub's."""
    return {"proven_by": "directory"} if password_hash == OF_DIRECTORY else {}
