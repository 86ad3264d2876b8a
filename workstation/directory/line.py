"""One connection to a server of the directory: TLS that holds, questions with an end.

The messages are made and read by sansldap, which has no socket of its own: certificates, host
name and times are ours. A referral is never followed.
"""

import contextlib
import math
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from sansldap import (
    BindResponse,
    DereferencingPolicy,
    ExtendedResponse,
    FilterPresent,
    LDAPClient,
    LDAPControl,
    LDAPError,
    LDAPFilter,
    LDAPMessage,
    LDAPResult,
    LDAPResultCode,
    SearchResultDone,
    SearchResultEntry,
    SearchScope,
    asn1,
)

from workstation.directory.names import same_name
from workstation.directory.rules import Server
from workstation.domain.errors import DirectoryTrouble, SettingsInvalid

#: More than any answer to our questions takes; an entry may have some hundred groups.
_MOST_BYTES: Final = 1 << 20
_AT_ONCE: Final = 1 << 16
_IDENTIFIER: Final = "objectSid"
_TOKEN: Final = "tokenGroups"  # noqa: S105 - the name of an attribute
_WHO_AM_I: Final = "1.3.6.1.4.1.4203.1.11.3"  # RFC 4532
#: What a server says to a password that is wrong, or right and of no use: the account is locked,
#: disabled or must change it. What it says of itself (busy, referral, …) is not among them.
_REFUSED: Final = frozenset(
    {
        LDAPResultCode.CONSTRAINT_VIOLATION,
        LDAPResultCode.NO_SUCH_OBJECT,
        LDAPResultCode.INAPPROPRIATE_AUTHENTICATION,
        LDAPResultCode.INVALID_CREDENTIALS,
        LDAPResultCode.INSUFFICIENT_ACCESS_RIGHTS,
        LDAPResultCode.UNWILLING_TO_PERFORM,
    }
)


# What a server has to say against a password that it takes all the same.
_POLICY: Final = "1.3.6.1.4.1.42.2.27.8.5.1"  # draft-behera-ldap-password-policy-10
_EXPIRED: Final = "2.16.840.1.113730.3.4.4"  # draft-vchu-ldap-pwd-policy-00
_ASK_POLICY: Final = LDAPControl(control_type=_POLICY, critical=False, value=None)
_POLICY_ERROR: Final = 1  # the tag of an error, such as changeAfterReset; warnings have 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry that was found; attributes by name in lower case."""

    name: str
    attributes: Mapping[str, Sequence[bytes]]


def tls_context(authority: Path | None) -> ssl.SSLContext:
    """Return how every connection is guarded: TLS 1.2 or newer, a certificate, its host name.

    Raises
    ------
    SettingsInvalid
        If the authority's certificates cannot be read.
    """
    try:
        context = ssl.create_default_context(cafile=authority)
    except (OSError, ssl.SSLError) as error:
        raise SettingsInvalid("directory", f"authority cannot be read: {error}") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class Line:
    """A connection that is over at ``ends``, a monotonic instant [s], whatever the server does.

    Every method raises `DirectoryTrouble` when the server does not answer as it must.
    """

    def __init__(
        self, server: Server, *, context: ssl.SSLContext, connect_s: float, ends: float
    ) -> None:
        self._server, self._ends = server, ends
        self._session, self._taken = LDAPClient(), 0
        try:
            plain = socket.create_connection(
                (server.host, server.port), timeout=min(connect_s, self._left_s())
            )
            try:
                plain.settimeout(self._left_s())
                self._socket = context.wrap_socket(plain, server_hostname=server.host)
            except BaseException:
                plain.close()
                raise
        except OSError as error:
            raise self._trouble(_why(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Say that no more is asked, and close."""
        with contextlib.suppress(OSError, LDAPError):
            self._session.unbind()
            self._socket.settimeout(0.1)
            self._socket.sendall(self._session.data_to_send())
        self._socket.close()

    def proves(self, name: str, password: str) -> bool:
        """Tell whether a password is that of an entry, and the server then knows whose it is.

        A server may call a bind a success that was nobody's: one without a password, or without a
        name (RFC 4513, 5.1). Neither is ever sent, and whoever was bound must be the one asked for.
        """
        if not name or not password:
            return False
        number = self._session.bind_simple(name, password, [_ASK_POLICY])
        *_, last = self._answers(number)
        if not isinstance(last, BindResponse):
            raise self._trouble("a bind was not answered by a bind")
        if not self._succeeds(last.result, "bind") or self._must_be_changed(last):
            return False
        answer = self._asked_who()
        if answer.result.result_code == LDAPResultCode.PROTOCOL_ERROR:
            who = "nobody whom it tells of"  # Samba does not know the question
        elif self._succeeds(answer.result, "who am I"):
            who = (answer.value or b"").decode("utf-8", "replace")
        else:
            return False
        if who.startswith("dn:"):
            same = same_name(who.removeprefix("dn:"), name)
        else:
            same = bool(who) and self._has_token_of(name)
        if not same:
            raise self._trouble(f"a bind went well as {who or 'nobody'}, not as {name}")
        return True

    def _has_token_of(self, name: str) -> bool:
        """Tell whether who is bound has an entry's own security identifier.

        Active Directory and Samba name accounts in words of their own, or not at all; what they
        let the bound account do hangs on these identifiers.

        References
        ----------
        .. [1] MS-ADTS, 3.1.1.3.2: the attribute tokenGroups of the rootDSE.
        """
        everything = FilterPresent("objectClass")
        own = self.search(name, everything, below=False, attributes=[_IDENTIFIER])
        root = self.search("", everything, below=False, attributes=[_TOKEN])
        theirs = {one for entry in own for one in entry.attributes.get(_IDENTIFIER.lower(), ())}
        bound = {one for entry in root for one in entry.attributes.get(_TOKEN.lower(), ())}
        return len(theirs) == 1 and theirs <= bound

    def _must_be_changed(self, answer: BindResponse) -> bool:
        """Tell whether a password, though right, is to open nothing until it has been changed."""
        try:
            return any(map(_is_complaint, answer.controls))
        except (asn1.NotEnougData, ValueError, LookupError) as error:
            raise self._trouble(f"its answer cannot be read ({error})") from error

    def greet(self) -> None:
        """See that the server speaks LDAP; it need not tell a stranger anything."""
        self._asked_who()

    def _asked_who(self) -> ExtendedResponse:
        number = self._session.extended_request(_WHO_AM_I)
        *_, last = self._answers(number)
        if not isinstance(last, ExtendedResponse):
            raise self._trouble("it does not say who is bound")
        return last

    def search(
        self, base: str, wanted: LDAPFilter, *, below: bool, attributes: Sequence[str]
    ) -> list[Entry]:
        """Return up to two entries that match: below a base, or the base itself.

        An entry that is not there has none; a base to search below must be there.
        """
        number = self._session.search_request(
            base,
            SearchScope.SUBTREE if below else SearchScope.BASE,
            DereferencingPolicy.NEVER,
            size_limit=2,
            time_limit=max(1, math.ceil(self._ends - time.monotonic())),
            filter=wanted,
            attributes=list(attributes) or ["1.1"],
        )
        *answers, last = self._answers(number)
        if not isinstance(last, SearchResultDone):
            raise self._trouble("a search was not answered by a search")
        code = last.result.result_code
        if below and code == LDAPResultCode.NO_SUCH_OBJECT:
            raise self._trouble(f"there is no {base!r} to search below")
        if code != LDAPResultCode.SIZE_LIMIT_EXCEEDED:
            self._succeeds(last.result, "search")
        return [_entry(one) for one in answers if isinstance(one, SearchResultEntry)]

    def _succeeds(self, result: LDAPResult, what: str) -> bool:
        """Tell a success from a refusal; what is neither is the server's trouble."""
        if result.result_code == LDAPResultCode.SUCCESS:
            return True
        if result.result_code in _REFUSED:
            return False
        told = result.diagnostics_message[:200]
        raise self._trouble(f"{what}: {result.result_code.name.lower()} {told}".rstrip())

    def _answers(self, number: int) -> list[LDAPMessage]:
        """Send what is asked; return the answers to one question, the closing one at the end."""
        found: list[LDAPMessage] = []
        try:
            self._socket.settimeout(self._left_s())
            self._socket.sendall(self._session.data_to_send())
            while True:
                for message in self._receive():
                    if message.message_id != number:
                        continue
                    found.append(message)
                    if isinstance(message, BindResponse | SearchResultDone | ExtendedResponse):
                        return found
        except OSError as error:
            raise self._trouble(_why(error)) from error
        except (LDAPError, ValueError, LookupError, RecursionError) as error:
            raise self._trouble(f"its answer cannot be read ({error})") from error

    def _receive(self) -> Sequence[LDAPMessage]:
        self._socket.settimeout(self._left_s())
        fresh = self._socket.recv(_AT_ONCE)
        self._taken += len(fresh)
        if not fresh:
            raise ConnectionResetError("it closed the connection")
        if self._taken > _MOST_BYTES:
            raise ConnectionAbortedError("its answer has no end")
        return self._session.receive(fresh)

    def _left_s(self) -> float:
        left_s = self._ends - time.monotonic()
        if left_s <= 0:
            raise TimeoutError("it takes too long")
        return left_s

    def _trouble(self, reason: str) -> DirectoryTrouble:
        return DirectoryTrouble(str(self._server), reason)


def _is_complaint(control: LDAPControl) -> bool:
    """Tell whether a control says that a password opens nothing until it is changed."""
    if control.control_type != _POLICY:
        return control.control_type == _EXPIRED
    parts = asn1.ASN1Reader(control.value or b"").read_sequence()
    while parts:
        header = parts.peek_header()
        if header.tag.tag_number == _POLICY_ERROR:
            return True
        parts.skip_value(header)
    return False


def _entry(answer: SearchResultEntry) -> Entry:
    attributes = {one.name.lower(): one.values for one in answer.attributes}
    return Entry(name=answer.object_name, attributes=attributes)


def _why(error: OSError) -> str:
    """Return what went wrong with a connection, in a few words."""
    verified = getattr(error, "verify_message", "")
    if verified:
        return f"its certificate does not hold: {verified}"
    return "it takes too long" if isinstance(error, TimeoutError) else error.strerror or str(error)
