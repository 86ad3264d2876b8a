"""Who watches a simulated room: every promise that is made is held against the records at once."""

import hashlib
from collections import defaultdict
from collections.abc import Callable
from typing import Any, NoReturn

from queue_client.codec import decode
from queue_client.messages import DecidedReply, DoneReply, Pong, StoredReply
from tests.chaos.sim.world import World
from workstation.domain.decision import Conclusion


class Broken(AssertionError):
    """An invariant does not hold; the sentence says which and for what."""


class Witness:
    """Sees all acts of the records, all replies of the hub and all effects at the gates."""

    def __init__(self, world: World, records: Any, blobs: Any, *, recall_s: float) -> None:
        self.recall_s = recall_s
        self.world, self.records, self.blobs = world, records, blobs
        self.tokens: dict[str, int] = {}
        self.last_token = 0
        self.standing: dict[str, dict[str, Any]] = defaultdict(dict)
        self.decisions: dict[str, Any] = {}
        self.recalled: set[str] = set()
        self.promised: set[str] = set()
        self.stored: dict[tuple[str, str], str] = {}
        self.effects: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        self.done: set[tuple[str, str]] = set()
        self.announced: set[tuple[str, str]] = set()
        self.decided_at: dict[str, float] = {}
        self.meant: dict[str, str] = {}
        self.answered: set[str] = set()

    def _break(self, sentence: str) -> NoReturn:
        """End the seed, also when whoever runs now catches everything."""
        self.world.error = Broken(sentence)
        raise self.world.error

    # What the records did ------------------------------------------------------------------

    def saw(
        self, act: str, arguments: tuple[Any, ...], options: dict[str, Any], result: Any
    ) -> None:
        """Note an act of the records that has succeeded."""
        match act:
            case "lease":
                self._saw_lease(result, options["officer"])
            case "lapse" if result is not None:
                self.tokens.pop(arguments[0], None)
            case "skip":
                self.tokens.pop(arguments[0], None)
            case "decide":
                self._saw_decision(arguments[0], result)
            case "announced" if result:
                decision = self.decisions[arguments[1]]
                self.announced.add((decision.site, decision.scan_id))
            case "recall" if result is not None:
                self._saw_recall(arguments[0])
            case _:
                pass

    def _saw_lease(self, case: Any, officer: str) -> None:
        if case.lease_token <= self.last_token:
            self._break(f"I8: token {case.lease_token} follows {self.last_token}")
        if any(one.officer == officer for one in self.standing[case.case_id].values()):
            self._break(f"I4: {case.case_id} leased to {officer}, who read it")
        self.last_token = self.tokens[case.case_id] = case.lease_token

    def _saw_decision(self, asked: Any, recorded: Any) -> None:
        if recorded.decision_id in self.decisions:
            return
        case_id = asked.case_id
        self.decisions[recorded.decision_id] = recorded
        self.decided_at[recorded.decision_id] = self.world.now
        if self.tokens.pop(case_id, None) != asked.lease_token:
            self._break(f"I3: {case_id} decided under token {asked.lease_token}, which is over")
        if any(one.officer == asked.officer for one in self.standing[case_id].values()):
            self._break(f"I4: {asked.officer} decided {case_id} twice")
        self.standing[case_id][recorded.decision_id] = recorded
        if len(self.standing[case_id]) > 3:
            self._break(f"I3: {case_id} has {len(self.standing[case_id])} decisions")

    def _saw_recall(self, decision_id: str) -> None:
        decision = self.decisions[decision_id]
        self.recalled.add(decision_id)
        self.standing[decision.case_id].pop(decision_id, None)
        for (_, scan), acts in self.effects.items():
            if any(made_by == decision_id for _, made_by in acts):
                self._break(f"I6: {scan}: recalled after it was in force")

    # What the hub promised -----------------------------------------------------------------

    def sent(self, site_of: Callable[[bytes], str], route: bytes, frames: list[bytes]) -> None:
        """Hold a reply of the hub against what is durable at this moment."""
        header = decode(frames).header
        match header:
            case StoredReply(case_id=case_id, sha256=sha256):
                site, _, scan = case_id.partition(":")
                known = self.records.find_scan(site, scan)
                if known is None or known.package_sha256 != sha256:
                    self._break(f"I1: {case_id} acknowledged, not recorded")
                if not self._is_kept(sha256):
                    self._break(f"I1: {case_id} acknowledged, its package is not kept")
                if self.stored.setdefault((site, scan), sha256) != sha256:
                    self._break(f"I1: {case_id} acknowledged with two contents")
            case DecidedReply(decision_id=decision_id):
                if decision_id not in self.decisions:
                    self._break(f"I2: {decision_id} acknowledged, not recorded")
                self.promised.add(decision_id)
            case Pong():
                self._saw_pong(decode(frames).document(list[dict[str, Any]]))
            case DoneReply():
                pass
            case _:
                pass
        del site_of, route

    def _is_kept(self, sha256: str) -> bool:
        try:
            content = self.blobs.path(sha256).read_bytes()
        except KeyError:
            return False
        return hashlib.sha256(content).hexdigest() == sha256

    def _saw_pong(self, documents: list[dict[str, Any]]) -> None:
        for document in documents:
            record = document["record"]
            decision_id = record["decision_id"]
            if decision_id not in self.decisions:
                self._break(f"I5: {decision_id} left the hub without a record")
            if decision_id in self.recalled:
                self._break(f"I5: {decision_id} left the hub after it was recalled")
            held_s = self.world.now - self.decided_at[decision_id]
            if record["conclusion"] == Conclusion.RELEASE and held_s < self.recall_s:
                self._break(f"I5: {decision_id} left after {held_s:.2f} s")
            case = f"{record['site']}:{record['scan_id']}"
            readings = list(self.standing[case].values())
            if (
                record["conclusion"] == Conclusion.RELEASE
                and any(one.conclusion is Conclusion.INSPECT for one in readings[:-1])
                and len(readings) < 3
            ):
                self._break(f"I5: {case} released though a reader said inspect")

    # What the desks were told ----------------------------------------------------------------

    def heard(self, act: str, **facts: str) -> None:
        """Note what a desk meant, and what it was told about it."""
        decision_id = facts.get("decision", "")
        if act == "meant":
            self.meant[decision_id] = facts["case"]
        elif act in {"acked", "fenced", "refused"} and decision_id:
            self.answered.add(decision_id)
            stands = decision_id in self.decisions and decision_id not in self.recalled
            if act != "acked" and stands:
                self._break(f"I2: a desk was told {act} of {decision_id}, which is recorded")

    # What happened at the gates --------------------------------------------------------------

    def note(self, act: str, *, scan: str, decision: str = "") -> None:
        """Fit ``acts`` of `tests.chaos.programs.watch_effects`."""
        key = (self.world.current().name, scan)
        if act == "done":
            self.done.add(key)
            return
        if key in self.done:
            self._break(f"I6: {scan}: {act} once more after its end")
        if decision in self.recalled:
            self._break(f"I6: {scan}: in force although recalled")
        if decision not in self.decisions:
            self._break(f"I7: {scan}: {act} without a recorded decision")
        if self.decisions[decision].conclusion.value != act:
            self._break(f"I6: {scan}: {act} is not what was decided")
        self.effects[key].append((act, decision))
        if len({made_by for _, made_by in self.effects[key]}) > 1:
            self._break(f"I6: {scan}: two decisions in force")


class Watched:
    """Records whose every act is a crash point before and after, and is seen by a witness."""

    def __init__(self, records: Any, witness: Witness, world: World) -> None:
        self._records, self._witness, self._world = records, witness, world

    def __getattr__(self, name: str) -> Any:
        act = getattr(self._records, name)

        def watched(*arguments: Any, **options: Any) -> Any:
            self._world.crash_point()
            result = act(*arguments, **options)
            self._witness.saw(name, arguments, options, result)
            self._world.crash_point()
            return result

        return watched
