"""The inside of the link in its thread, against the stub hub, without a window."""

import threading
import time

from queue_client.client import DeskClient
from ui.app import container_of
from ui.link_news import SignIn
from ui.link_worker import LinkWorker
from ui.prepared import Preparer
from workstation.imaging.package import read_package
from workstation.review.journal import Journal

PASSWORD = "a long password"  # noqa: S105 - of a stub


class Running:
    """A worker in its thread, and everything that it told."""

    def __init__(self, room, folder, *, desk="desk-1", officer="li", timeout_s=0.3, **options):
        self.told = []
        self.journal = Journal(folder / "journal")
        hub = room.hub
        self.worker = LinkWorker(
            lambda: DeskClient(
                hub.address,
                hub.keys_for(desk),
                desk=desk,
                timeout_s=timeout_s,
                give_up_s=2 * timeout_s,
            ),
            self.journal,
            Preparer(read_package, container_of),
            self.told.append,
            cache=folder,
            **options,
        )
        self.thread = threading.Thread(target=self.worker.run, name="test-link")
        self.thread.start()
        self.worker.post(SignIn(officer=officer, password=PASSWORD))

    def of(self, kind):
        return [news for news in list(self.told) if isinstance(news, kind)]

    def wait_for(self, kind, count=1, *, seconds=60.0):
        deadline = time.monotonic() + seconds
        while len(self.of(kind)) < count:
            assert time.monotonic() < deadline, f"{kind.__name__} did not come: {self.told}"
            time.sleep(0.01)
        return self.of(kind)

    def stop(self):
        self.worker.stop()
        self.thread.join(60)
        self.journal.close()
        assert not self.thread.is_alive()


def wait_until(true, *, seconds=60.0):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def decision_of(case, decision_id="d-1"):
    return {
        "decision_id": decision_id,
        "case_id": case.lease.case_id,
        "token": case.lease.token,
        "sha256": case.lease.sha256,
        "conclusion": "release",
    }
