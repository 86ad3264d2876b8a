"""The site agent: one thread takes in and sends, one fetches and applies decisions.

Each thread owns its own line to the hub, so that a long upload or a slow file never holds up a
decision. What both share is the outbox, which guards itself.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from queue_client.errors import HubSilent, Interrupted, QueueError, Refused
from workstation.domain.errors import StorageUnavailable
from workstation.domain.folder_lock import FolderLock
from workstation.domain.log_words import about
from workstation.site_agent.alarms import Alarm, AlarmBell
from workstation.site_agent.files import in_words, make_folders
from workstation.site_agent.intake import Intake
from workstation.site_agent.outbox import Custody, Outbox
from workstation.site_agent.ports import HubLine, MakeLine
from workstation.site_agent.relay import Relay
from workstation.site_agent.reoffer import Reoffer
from workstation.site_agent.results import ResultPost
from workstation.site_agent.sender import Backoff, Sender
from workstation.site_agent.settings import SiteSettings
from workstation.site_agent.validate import READ_FILES, MachineTrouble, Stopped, Validator

_log = logging.getLogger(__name__)
_TIDY_S: Final = 3600.0
#: A hub that has been silent for longer is not asked what it wants: waiting for its answer would
#: hold up the intake.
_LATELY_S: Final = 10.0
#: A hub that is merely started anew is back before anybody at the site need know [s].
_LONG_SILENT_S: Final = 300.0
#: How many decisions the hub hands out at once.
_BATCH: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteStatus:
    """How the site stands: scans by custody, and declarations that wait for their scan."""

    by_custody: dict[Custody, int]
    scans_without_declaration: int


class SiteAgent:
    """Everything the program at a site does, until `run`'s stop is set.

    ``make_line`` is called once in each of the two threads. ``signing_key`` is the public half
    of the hub's Ed25519 key (hex), which the site got by hand, not over the wire.
    """

    def __init__(
        self,
        settings: SiteSettings,
        make_line: MakeLine,
        *,
        signing_key: str,
        read_files: str = READ_FILES,
    ) -> None:
        self._settings, self._make_line = settings, make_line
        self._stop = threading.Event()
        self._lines: list[HubLine] = []
        self._failures: list[BaseException] = []
        self._guard = threading.Lock()
        self._lock = FolderLock(settings.folder, who="site agent")
        self._bell = AlarmBell(settings.alarms)
        self._outbox = Outbox(settings.outbox)
        self._validator = Validator(
            timeout_s=settings.read_timeout_s,
            memory_bytes=settings.memory_bytes,
            read_files=read_files,
            stopping=self._is_stopping,
            writable=(settings.folder,),
        )
        self._intake = Intake(
            settings, self._outbox, self._validator, self._bell, stopping=self._is_stopping
        )
        self._sender = Sender(settings, self._outbox, self._intake, self._bell)
        self._reoffer = Reoffer(settings, self._outbox, every_s=settings.reoffer_s)
        self._heard_at = -_LATELY_S  # when the relay last had an answer from the hub
        self._results = ResultPost(settings, self._bell)
        self._relay = Relay(settings, self._outbox, self._bell, signing_key=signing_key)

    def run(self, stop: threading.Event) -> None:
        """Work until ``stop`` is set; what is cut short then starts again at the next run.

        Raises
        ------
        StorageUnavailable
            If a folder cannot be used, or another agent works in it.
        """
        self._stop = stop
        self._open()
        threads = [
            threading.Thread(target=self._owned, args=(loop,), name=name)
            for name, loop in (("site-intake", self._take_in), ("site-relay", self._obey))
        ]
        try:
            for thread in threads:
                thread.start()
            stop.wait()
        finally:
            stop.set()
            with self._guard:
                for line in self._lines:
                    line.interrupt()
            for thread in threads:
                thread.join()
            self._lock.release()
        _log.info("site agent stopped", extra={"site": self._settings.site})
        if self._failures:
            raise self._failures[0]

    def status(self) -> SiteStatus:
        """Return how the site stands now; may be called from any thread."""
        manifests = self._outbox.all()
        counts = dict.fromkeys(Custody, 0)
        for manifest in manifests:
            counts[manifest.state] += 1
        lonely = sum(manifest.declaration is None for manifest in manifests)
        return SiteStatus(by_custody=counts, scans_without_declaration=lonely)

    def _is_stopping(self) -> bool:
        return self._stop.is_set()

    def _open(self) -> None:
        make_folders((self._settings.folder,))
        self._lock.take()
        try:
            make_folders(self._settings.folders())
            for name in self._outbox.open():
                self._bell.ring(
                    Alarm.DEAD_LETTER,
                    name,
                    f"The outbox folder {name} cannot be read; its container stays held. "
                    "Restore its manifest, or scan the container again.",
                )
            self._relay.resume()
        except BaseException:
            self._lock.release()
            raise
        _log.info("site agent ready", extra={"site": self._settings.site})

    def _owned(self, loop: Callable[[HubLine], None]) -> None:
        """Run one thread's loop with a line of its own; a bug in it ends the whole agent."""
        line = self._make_line()
        with self._guard:
            self._lines.append(line)
        try:
            with about(site=self._settings.site):
                loop(line)
        except (Interrupted, Stopped):
            pass
        except BaseException as error:  # noqa: BLE001 - kept for `run`, which raises it
            self._failures.append(error)
        finally:
            self._stop.set()
            with self._guard:
                self._lines.remove(line)
            line.close()

    def _take_in(self, line: HubLine) -> None:
        """Take in and send until told to stop. A full disk stops the intake, not the sending."""
        tidied = time.monotonic()
        try:
            while not self._is_stopping():
                more = False
                with self._troubled("intake"):
                    self._intake.tick(time.monotonic())
                with self._troubled("sending"):
                    more = self._sender.tick(line, time.monotonic())
                with self._troubled("healing the hub"):
                    if time.monotonic() - self._heard_at < _LATELY_S:
                        self._reoffer.tick(line, time.monotonic())
                if time.monotonic() - tidied > _TIDY_S:
                    tidied = time.monotonic()
                    with self._troubled("tidying"):
                        self._tidy()
                if not more:
                    self._stop.wait(self._settings.poll_s)
        finally:
            self._validator.close()

    def _tidy(self) -> None:
        keep = timedelta(seconds=self._settings.keep_s)
        self._outbox.forget(done_before=datetime.now(tz=UTC) - keep)

    def _obey(self, line: HubLine) -> None:
        """Fetch and apply decisions until told to stop."""
        backoff, cut_off_at = Backoff(longest_s=10.0), None
        while not self._is_stopping():
            applied = 0
            wait_s = self._settings.ping_s
            try:
                with self._troubled("decisions"):
                    applied = self._relay.tick(line)
                    self._heard_at = time.monotonic()
                with self._troubled("results"):
                    self._results.tick(line)
                backoff.reset()
                if cut_off_at is not None:
                    cut_off_at = None
                    _log.info("the hub answers again")
                for alarm in (Alarm.HUB_REFUSES, Alarm.HUB_SILENT):
                    self._bell.clear(alarm, "site")
            except Interrupted:
                raise
            except QueueError as error:
                now = time.monotonic()
                cut_off_at = now if cut_off_at is None else cut_off_at
                self._complain(error, cut_off_s=now - cut_off_at)
                wait_s = backoff.after_failure(at_least_s=wait_s)
                _log.warning(error.sentence(), extra={"retry_s": round(wait_s, 1)})
            # A full batch that went well means that more are waiting.
            if applied < _BATCH:
                self._stop.wait(wait_s)

    def _complain(self, error: QueueError, *, cut_off_s: float) -> None:
        """Ring when the hub says no, or says nothing for so long that a person must know."""
        if isinstance(error, Refused):  # such as a program that is too old for the hub
            self._bell.ring(Alarm.HUB_REFUSES, "site", error.sentence())
        elif isinstance(error, HubSilent) and cut_off_s >= _LONG_SILENT_S:
            self._bell.ring(
                Alarm.HUB_SILENT,
                "site",
                f"The hub at {error.endpoint} has not answered for minutes; scans wait here and "
                f"their containers stay held. {error.advice}",
            )

    @contextlib.contextmanager
    def _troubled(self, what: str) -> Iterator[None]:
        """Meet trouble of this machine with an alarm and go on; take it away when it is over."""
        try:
            yield
        except (MachineTrouble, StorageUnavailable) as error:
            sentence = error.sentence()
        except OSError as error:
            sentence = f"{error.filename or self._settings.folder}: {in_words(error)}."
        else:
            self._bell.clear(Alarm.TROUBLE, what)
            return
        self._bell.ring(Alarm.TROUBLE, what, f"Trouble with {what}: {sentence}")
