"""A real hub as a process: what a decision records, and that the log is signed when it stops."""

import json
import time

from queue_client.client import DeskClient, SiteClient
from tests.hub.test_hub_with_storage import PASSWORD, HubProcess
from tests.makers.running_hub import make_decision, make_meta, sha256
from workstation.audit.proof import check_proof
from workstation.domain.kernel_clock import Sync
from workstation.hub.circumstances import session_name
from workstation.storage.proving import prove_decision
from workstation.storage.readers import audit_entries
from workstation.storage.verify import verify_folder

PACKAGE = b"pixels"


def decide_one(hub, folder) -> str:
    """Send a scan, decide it, and return the token of the session in which it was decided."""
    path = folder / "s1.out"
    path.write_bytes(PACKAGE)
    site = SiteClient(hub.address, hub.site_keys, site="site-a")
    site.send_scan(path, scan_id="s1", sha256=sha256(PACKAGE), meta=make_meta("site-a", "s1"))
    site.close()
    desk = DeskClient(hub.address, hub.desk_keys, desk="desk-1")
    desk.hello()
    session = desk.login("li", PASSWORD)
    ends = time.monotonic() + 90
    while (case := desk.lease()) is None:
        assert time.monotonic() < ends, "the case does not come"
        time.sleep(0.05)
    desk.decide(make_decision(case, decision_id="d1", conclusion="inspect"))
    desk.close()
    return session.token


def test_a_hub_that_was_stopped_has_signed_its_whole_log(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    hub = HubProcess(data)
    hub.start()
    token = decide_one(hub, tmp_path)
    hub.stop()

    report = verify_folder(data, contents=True, publics=[hub.signing_key])

    assert report.verified, report
    assert report.proven == report.entries > 5
    proven = check_proof(prove_decision(data, "d1", hub.signing_key), hub.signing_key)
    facts = proven.entry["facts"]
    assert facts["decision"]["decision_id"] == "d1"
    assert len(facts["declaration"]) == 64
    around = facts["circumstances"]
    assert around["session"] == session_name(token)
    assert token not in json.dumps(list(audit_entries(data)))
    assert (around["roles"], around["signed_in_by"]) == (["reviewer"], "password")
    assert around["desk_software"].startswith("review-room/")
    assert around["hub_monotonic_s"] > around["seated_s"] >= 0
    assert around["hub_boot_s"] >= around["hub_monotonic_s"]  # which stands still while it sleeps
    assert around["hub_clock"]["sync"] in set(Sync)
