"""The machines that may speak, by key, as of a moment ago; a revocation bites at once."""

from collections.abc import Mapping
from typing import Final

from workstation.domain.principal import Principal, PrincipalKind
from workstation.hub.clocks import wall
from workstation.hub.ports import Records

#: A revoked key is refused from its next message on, once this is over [s].
FRESH_S: Final = 0.25


class Principals:
    """A short-lived copy of the enrolled machines, so that the gate never waits for the store."""

    def __init__(self, records: Records, *, fresh_s: float = FRESH_S) -> None:
        self._records, self._fresh_s = records, fresh_s
        self._by_key: dict[str, Principal] = {}
        self._read_at = float("-inf")

    def find(self, key: str, now: float) -> Principal | None:
        """Return the enabled machine that holds a public key, or None.

        ``now`` is a monotonic instant [s]; the copy is read again when it is older than
        ``fresh_s``.
        """
        principal = self._fresh(now).get(key)
        return principal if principal is not None and principal.may_speak(wall()) else None

    def sites(self, now: float) -> set[str]:
        """Return the names of the sites that may speak."""
        machines = self._fresh(now).values()
        sites = (one for one in machines if one.kind is PrincipalKind.SITE)
        return {site.name for site in sites if site.may_speak(wall())}

    def _fresh(self, now: float) -> Mapping[str, Principal]:
        if now - self._read_at >= self._fresh_s:
            self._by_key = {p.public_key: p for p in self._records.principals()}
            self._read_at = now
        return self._by_key

    def forget(self) -> None:
        """Read the store again at the next question."""
        self._read_at = float("-inf")
