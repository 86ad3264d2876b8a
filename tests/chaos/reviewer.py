"""A desk without a window: the real client and the real journal, and a script for an officer.

It leases, fetches, thinks, extends, decides, sometimes recalls or gives back. A decision is in
the journal before it is sent, and what the journal still holds is sent first after a start.
"""

import json
import os
import random
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from queue_client.answers import LeasedCase
from queue_client.client import DeskClient
from queue_client.errors import Conflict, Fenced, HubBusy, QueueError, RefusalCode, Refused
from queue_client.keys import HubAddress, KeyPair
from workstation.review.journal import Journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How an officer of a campaign works; shares are from 0 to 1, times are seconds."""

    think_s: float = 0.2
    idle_s: float = 0.1
    recalls: float = 0.05
    recall_after_s: float = 0.2
    skips: float = 0.03
    refers: float = 0.0


def work(config: str) -> None:
    """Review until the process is ended."""
    settings = json.loads(Path(config).read_text())
    acts = _Lines(Path(config).with_suffix(".acts"))
    card = json.loads(Path(settings["card"]).read_text())
    client = DeskClient(
        HubAddress(
            endpoint=settings.get("endpoint") or card["endpoint"], server_key=card["server_key"]
        ),
        KeyPair.load(Path(settings["keys"])),
        desk=settings["desk"],
        timeout_s=1.0,
        give_up_s=2.0,
    )
    folder = Path(settings["folder"])
    officer = Officer(
        client,
        Journal(folder),
        folder,
        acts,
        officer=settings["officer"],
        password=settings["password"],
        habits=Habits(**settings["habits"]),
    )
    officer.work()


class _Lines:
    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, act: str, **facts: object) -> None:
        line = json.dumps({"act": act, "at": time.time(), **facts})
        os.write(self._file, line.encode() + b"\n")


class Officer:
    """One officer at one desk; ``acts`` is told what was meant and what was acknowledged."""

    def __init__(  # noqa: PLR0913 - the parts are given, not made
        self,
        client: DeskClient,
        journal: Journal,
        folder: Path,
        acts: Any,
        *,
        officer: str,
        password: str,
        habits: Habits,
        rng: random.Random | None = None,
    ) -> None:
        self._client, self._journal, self._folder, self._acts = client, journal, folder, acts
        self._officer, self._password, self._habits = officer, password, habits
        self._rng = random.Random() if rng is None else rng  # noqa: S311 - no secret
        self._seated = False

    def work(self) -> None:
        """Review for ever; a hub that is away is waited for."""
        while True:
            self.turn()

    def turn(self) -> None:
        """Do the next thing; errors of the world only cost time."""
        try:
            if not self._seated:
                self._client.login(self._officer, self._password)
                self._seated = True
                self._send_pending()
            lease = self._client.lease()
            if lease is None:
                time.sleep(self._habits.idle_s)
            else:
                self._review(lease)
        except Fenced as error:
            self._acts.note("fenced", case=error.case_id)
        except Refused:
            self._seated = False  # sit down anew, and send first what has no answer
            time.sleep(0.1)
        except HubBusy:
            time.sleep(0.2)
        except QueueError:
            time.sleep(0.05)

    def _review(self, lease: LeasedCase) -> None:
        self._acts.note("leased", case=lease.case_id, token=lease.token)
        package = self._client.fetch(lease, lease.sha256, lease.size, self._folder / lease.sha256)
        time.sleep(self._rng.uniform(0.3, 1.0) * self._habits.think_s)
        if self._rng.random() < self._habits.skips:
            self._client.skip(lease, "not_now")
            return
        self._client.extend(lease)
        time.sleep(self._rng.uniform(0.0, 0.7) * self._habits.think_s)
        decision = self._decision(lease)
        self._journal.keep_decision(decision, officer=self._officer)
        package.unlink(missing_ok=True)
        self._send(decision)
        if decision["conclusion"] == "release" and self._rng.random() < self._habits.recalls:
            time.sleep(self._rng.random() ** 0.5 * self._habits.recall_after_s)  # rather late
            self._recall(decision["decision_id"])

    def _decision(self, lease: LeasedCase) -> dict[str, Any]:
        inspect = crc32(lease.case_id.encode()) % 4 == 0
        urgent = lease.declaration is not None  # read by two already: nobody may be left above
        refer = not urgent and self._rng.random() < self._habits.refers
        conclusion = "refer" if refer else "inspect" if inspect else "release"
        return {
            "decision_id": uuid.uuid4().hex,
            "case_id": lease.case_id,
            "token": lease.token,
            "sha256": lease.sha256,
            "conclusion": conclusion,
            "reason": {"refer": "unsure", "inspect": "goods_differ"}.get(conclusion, ""),
            "note": "",
            "marks": [],
            "evidence": {"reviewer": "scripted"},
        }

    def _send_pending(self) -> None:
        for pending in self._journal.pending():
            if pending.officer == self._officer:
                self._send(dict(pending.decision))

    def _send(self, decision: dict[str, Any]) -> None:
        """Send a decision until the hub answers, whatever it answers."""
        facts = {"decision": decision["decision_id"], "case": decision["case_id"]}
        self._acts.note("meant", **facts)
        self._journal.note_sent(decision["decision_id"])
        while True:
            try:
                self._client.decide(decision)
            except Fenced:
                outcome = "refused"
                self._acts.note("fenced", **facts)
            except (Conflict, Refused) as error:
                if isinstance(error, Refused) and error.code in {
                    RefusalCode.NO_SESSION,
                    RefusalCode.SESSION_ENDED,
                    RefusalCode.INTERNAL,
                }:
                    raise
                outcome = "refused"
                self._acts.note("refused", why=str(error), **facts)
            except QueueError:
                time.sleep(0.05)
                continue
            else:
                outcome = "recorded"
                self._acts.note("acked", conclusion=decision["conclusion"], **facts)
            self._journal.settle(decision["decision_id"], outcome)
            return

    def _recall(self, decision_id: str) -> None:
        with suppress(QueueError):
            if self._client.recall(decision_id, "a slip"):
                self._acts.note("recalled", decision=decision_id)
