"""A backup holds all or says what it lacks; a restored hub fences the past and asks its sites."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from tests.storage.scenes import (
    MORNING,
    at,
    leased,
    make_arrival,
    make_decision,
    sha256,
    store_package,
    waiting,
)
from workstation.domain.decision import Conclusion
from workstation.domain.errors import LeaseFenced, StepRefused, StorageUnavailable
from workstation.domain.fencing import COUNTER_BITS, LAST_EPOCH, epoch_of, first_of_next_epoch
from workstation.domain.law import Stage
from workstation.hub import desk_signatures as desk_keys
from workstation.hub import manifest_keys as site_keys
from workstation.hub.syslog_sender import POSITION
from workstation.storage.backup import BackupProblem, FolderNotEmpty, back_up, restore
from workstation.storage.blobs import FolderBlobs
from workstation.storage.key_box import (
    KeyBoxKept,
    KeyBoxProblem,
    keys_in,
    lock_keys,
    put_keys,
)
from workstation.storage.model_shelf import ShelfFolder
from workstation.storage.records import open_records
from workstation.storage.small_files import last_backup
from workstation.storage.verify import verify_folder

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def restored(tmp_path, records):
    """Backs the room up as it stands, then gives the records of a folder restored from it."""
    del records  # they stand in this folder
    opened = []

    def back_up_and_restore(between=lambda: None):
        back_up(tmp_path, tmp_path / "backups", now=NOON)
        between()
        restore(tmp_path / "backups", tmp_path / "new", now=NOON)
        opened.append(open_records(tmp_path / "new" / "hub.sqlite"))
        return opened[-1]

    yield back_up_and_restore
    for one in opened:
        one.close()


def stored(records, folder, scan_id):
    store_package(folder, scan_id)
    return waiting(records, scan_id)


def record_of(decision):
    """Return the record that the site had, as the hub signed it."""
    return {
        "decision_id": decision.decision_id,
        "site": decision.site,
        "scan_id": decision.scan_id,
        "sha256": decision.scan_sha256,
        "conclusion": decision.conclusion.value,
        "reason": decision.reason,
        "note": decision.note,
        "marks": [],
        "officer": decision.officer,
        "decided_at": MORNING.isoformat(),
        "sequence": 1,
    }


def bring_back(records, decision):
    return records.returned(decision, record_of(decision), "signed", now=NOON)


def tags_of(records):
    database = records._database  # noqa: SLF001 - the chain is under it
    with database.look() as session:
        rows = session.connection().exec_driver_sql("SELECT entry FROM audit ORDER BY seq")
        return [json.loads(entry)["tag"] for (entry,) in rows]


def test_a_backup_of_a_hub_at_work_holds_what_was_there_and_nothing_later(records, tmp_path):
    stored(records, tmp_path, "s1")

    report = back_up(tmp_path, tmp_path / "backups", now=NOON)
    stored(records, tmp_path, "s2")

    whole = verify_folder(tmp_path / "backups" / "20260302T120000Z", contents=True)
    assert whole.verified
    assert whole.entries == report.entries
    assert (report.packages, report.copied, report.missing) == (1, 1, ())


PINS = b'{"key": {"site": "yantian", "manifest_key": "ab"}}'


@pytest.mark.usefixtures("records")
def test_a_hub_is_told_when_it_was_backed_up_last(tmp_path):
    never = last_backup(tmp_path)

    back_up(tmp_path, tmp_path / "backups", now=NOON)
    once = last_backup(tmp_path)
    with pytest.raises(FolderNotEmpty):
        back_up(tmp_path, tmp_path / "backups", now=NOON)
    (tmp_path / "last_backup.json").write_text("[]")

    assert (never, once, last_backup(tmp_path)) == (None, NOON, None)


def test_pinned_keys_and_what_the_audit_server_had_come_back(records, tmp_path, restored):
    stored(records, tmp_path, "s1")
    for name in (site_keys.FILE, desk_keys.FILE):
        (tmp_path / name).write_bytes(PINS)
    (tmp_path / POSITION).write_text("2", encoding="ascii")

    restored(between=lambda: (tmp_path / POSITION).write_text("9", encoding="ascii"))

    for name in (site_keys.FILE, desk_keys.FILE):
        assert (tmp_path / "new" / name).read_bytes() == PINS
    assert (tmp_path / "new" / POSITION).read_text(encoding="ascii") == "2"


def test_the_audit_server_is_sent_all_that_a_restored_hub_writes(records, tmp_path):
    stored(records, tmp_path, "s1")
    report = back_up(tmp_path, tmp_path / "backups", now=NOON)
    kept = tmp_path / "backups" / report.folder / POSITION
    kept.write_text(str(report.entries + 7), encoding="ascii")  # of a log that is lost

    restore(tmp_path / "backups", tmp_path / "new", now=NOON)

    assert int((tmp_path / "new" / POSITION).read_text(encoding="ascii")) == report.entries


def test_damaged_pins_are_not_backed_up_as_if_they_were_whole(records, tmp_path):
    stored(records, tmp_path, "s1")
    (tmp_path / desk_keys.FILE).write_bytes(PINS[:-9])

    with pytest.raises(BackupProblem, match=desk_keys.FILE):
        back_up(tmp_path, tmp_path / "backups", now=NOON)


def test_a_package_is_copied_once_however_many_backups_there_are(records, tmp_path):
    stored(records, tmp_path, "s1")
    back_up(tmp_path, tmp_path / "backups", now=NOON)
    stored(records, tmp_path, "s2")

    second = back_up(tmp_path, tmp_path / "backups", now=NOON + timedelta(days=1))

    name = sha256("s1")
    places = list((tmp_path / "backups").glob(f"*/blobs/{name[:2]}/{name}"))
    assert (second.packages, second.copied) == (2, 1)
    assert len(places) == 2
    assert places[0].samefile(places[1])


def test_a_damaged_copy_in_an_earlier_backup_is_not_trusted(records, tmp_path):
    stored(records, tmp_path, "s1")
    back_up(tmp_path, tmp_path / "backups", now=NOON)
    name = sha256("s1")
    spoilt = next((tmp_path / "backups").glob(f"*/blobs/{name[:2]}/{name}"))
    spoilt.chmod(0o600)
    spoilt.write_bytes(b"x" * spoilt.stat().st_size)

    second = back_up(tmp_path, tmp_path / "backups", now=NOON + timedelta(days=1))

    assert second.copied == 1
    assert verify_folder(tmp_path / "backups" / "20260303T120000Z", contents=True).verified


def test_a_package_that_the_hub_lost_is_named_and_does_not_stop_the_backup(records, tmp_path):
    stored(records, tmp_path, "s1")
    waiting(records, "s2")  # its package never reached the store

    report = back_up(tmp_path, tmp_path / "backups", now=NOON)
    restored = restore(tmp_path / "backups", tmp_path / "new", now=NOON)

    assert report.missing == restored.missing == (sha256("s2"),)
    again = open_records(tmp_path / "new" / "hub.sqlite")
    assert again.wanted("yantian") == ["s2"]
    again.close()


def test_a_backup_is_restored_from_a_disk_that_cannot_be_written(records, tmp_path):
    stored(records, tmp_path, "s1")
    back_up(tmp_path, tmp_path / "backups", now=NOON)
    only_copy = tmp_path / "backups" / "20260302T120000Z"
    names = {path.name for path in only_copy.iterdir()}

    restore(only_copy, tmp_path / "new", now=NOON)

    assert names == {"backup.json", "blobs", "hub.sqlite"}
    assert {path.name for path in only_copy.iterdir()} == names  # nothing was written beside it


def test_nothing_is_restored_over_something_nor_from_nothing(records, tmp_path):
    stored(records, tmp_path, "s1")
    back_up(tmp_path, tmp_path / "backups", now=NOON)

    with pytest.raises(FolderNotEmpty):
        restore(tmp_path / "backups", tmp_path, now=NOON)
    with pytest.raises(BackupProblem):
        restore(tmp_path / "blobs", tmp_path / "new", now=NOON)


def test_a_backup_that_was_cut_short_is_never_taken_for_one(records, tmp_path):
    stored(records, tmp_path, "s1")
    back_up(tmp_path, tmp_path / "backups", now=NOON)
    cut = tmp_path / "backups" / ".unfinished-20260303T120000Z"
    shutil.copytree(tmp_path / "backups" / "20260302T120000Z", cut)

    report = restore(tmp_path / "backups", tmp_path / "new", now=NOON)

    assert report.taken_at.startswith("2026-03-02T12")


def test_a_backup_that_fails_leaves_nothing_behind(records, tmp_path):
    stored(records, tmp_path, "s1")
    back_up(tmp_path, tmp_path / "backups", now=NOON)
    (tmp_path / "hub.sqlite").rename(tmp_path / "away")

    with pytest.raises(StorageUnavailable):
        back_up(tmp_path, tmp_path / "backups", now=NOON + timedelta(days=1))

    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["20260302T120000Z"]


def test_the_library_comes_along_with_its_packages(records, tmp_path):
    shelf = ShelfFolder(tmp_path / "library")
    store_package(tmp_path / "library", "model")
    shelf.close()

    stored(records, tmp_path, "s1")
    back_up(tmp_path, tmp_path / "backups", now=NOON)
    restore(tmp_path / "backups", tmp_path / "new", now=NOON)

    assert FolderBlobs(tmp_path / "new" / "library").is_whole(sha256("model"))
    again = ShelfFolder(tmp_path / "new" / "library")
    assert again.version() == "empty"
    again.close()


def test_a_lease_from_before_the_restore_is_fenced(records, tmp_path, restored):
    store_package(tmp_path, "s1")
    case = leased(records, "s1")

    after = restored()
    after.reported("yantian", now=NOON)

    with pytest.raises(LeaseFenced):
        after.decide(make_decision(case))
    again = after.lease(case.case_id, officer="li", desk="desk-1", now=NOON)
    assert epoch_of(case.lease_token) == 0
    assert epoch_of(again.lease_token) == after.epoch() == 1
    assert again.lease_token > case.lease_token
    assert verify_folder(tmp_path / "new", contents=True).verified


def test_no_case_of_a_site_is_leased_and_nothing_sent_to_it_before_it_has_reported(
    records, tmp_path, restored
):
    store_package(tmp_path, "s1")
    records.decide(make_decision(leased(records, "s1")))
    case = stored(records, tmp_path, "s2")

    after = restored()

    assert after.owing() == {"yantian"}
    assert after.due("yantian", after=0, now=at(60), limit=9) == ()
    with pytest.raises(StepRefused):
        after.lease(case.case_id, officer="li", desk="desk-1", now=NOON)
    assert after.reported("yantian", now=NOON)
    assert after.lease(case.case_id, officer="li", desk="desk-1", now=NOON)
    assert len(after.due("yantian", after=0, now=at(60), limit=9)) == 1


def test_a_decision_that_the_backup_lost_comes_back_and_its_case_is_not_reviewed_again(
    records, tmp_path, restored
):
    store_package(tmp_path, "s1")
    decision = make_decision(leased(records, "s1"), conclusion=Conclusion.INSPECT)

    def applied_meanwhile():
        records.decide(decision)

    after = restored(applied_meanwhile)

    assert bring_back(after, decision)
    assert bring_back(after, decision)  # a report may come twice
    after.reported("yantian", now=NOON)

    assert after.case("yantian:s1").stage is Stage.ANNOUNCED
    assert after.due("yantian", after=0, now=at(60), limit=9) == []
    with pytest.raises(StepRefused):
        after.lease("yantian:s1", officer="wang", desk="desk-2", now=NOON)
    assert tags_of(after).count("scan:decision:returned") == 1
    assert verify_folder(tmp_path / "new", contents=True).verified


@pytest.mark.parametrize(("applied", "stage"), [(False, Stage.WAITING), (True, Stage.ANNOUNCED)])
def test_a_release_that_was_not_final_at_the_backup_leaves_only_if_its_site_has_applied_it(
    records, tmp_path, restored, applied, stage
):
    store_package(tmp_path, "s1")
    just_before = NOON - timedelta(seconds=1)  # final four seconds after the backup
    decision = make_decision(leased(records), now=just_before)
    records.decide(decision)
    new = restored()

    if applied:
        bring_back(new, decision)
    new.reported("yantian", now=NOON)

    assert new.case(decision.case_id).stage is stage
    assert new.due("yantian", after=0, now=NOON + timedelta(hours=1), limit=9) == []
    assert verify_folder(tmp_path / "new").verified


def test_a_release_that_was_final_at_the_backup_leaves_after_the_restore(
    records, tmp_path, restored
):
    store_package(tmp_path, "s1")
    decision = make_decision(leased(records))
    records.decide(decision)
    new = restored()

    new.reported("yantian", now=NOON)

    sent = new.due("yantian", after=0, now=NOON, limit=9)
    assert [one.decision.decision_id for one in sent] == [decision.decision_id]


def test_a_scan_that_the_backup_lost_is_decided_as_it_was_when_its_site_sends_it_again(
    records, tmp_path, restored
):
    stored(records, tmp_path, "s1")
    lost = []

    def another_scan():
        store_package(tmp_path, "s2")
        lost.append(make_decision(leased(records, "s2"), "d2"))
        records.decide(lost[0])

    after = restored(another_scan)
    assert bring_back(after, lost[0])
    assert after.knows("yantian", ["s1", "s2"]) == {"s1"}
    store_package(tmp_path / "new", "s2")
    case = after.receive(make_arrival("s2"), now=NOON)

    assert case.stage is Stage.ANNOUNCED
    assert verify_folder(tmp_path / "new", contents=True).verified


def test_what_the_site_applied_replaces_what_the_backup_still_thought(records, tmp_path, restored):
    store_package(tmp_path, "s1")
    first = make_decision(leased(records, "s1"), "d1")
    records.decide(first)
    later = []

    def recalled_and_decided_anew():
        records.recall("d1", officer="li", reason="slip", now=at(1))
        case = records.lease("yantian:s1", officer="li", desk="desk-1", now=at(2))
        later.append(make_decision(case, "d2", conclusion=Conclusion.INSPECT))
        records.decide(later[0])

    after = restored(recalled_and_decided_anew)
    assert bring_back(after, later[0])
    after.reported("yantian", now=NOON)

    assert after.case("yantian:s1").stage is Stage.ANNOUNCED
    assert after.due("yantian", after=0, now=at(60), limit=9) == []
    assert verify_folder(tmp_path / "new", contents=True).verified


def test_a_site_that_contradicts_what_was_announced_is_noted_and_changes_nothing(
    records, tmp_path, restored
):
    store_package(tmp_path, "s1")
    records.decide(make_decision(leased(records, "s1"), "d1"))
    records.announced("yantian", "d1", now=at(60))

    after = restored()
    other = make_decision(after.case("yantian:s1"), "d9", conclusion=Conclusion.INSPECT)

    assert not bring_back(after, other)
    assert tags_of(after)[-1] == "scan:decision:unexpected"
    assert verify_folder(tmp_path / "new", contents=True).verified


def test_epochs_end_where_json_integers_end():
    last = LAST_EPOCH << COUNTER_BITS

    assert epoch_of(first_of_next_epoch(5)) == 1
    assert last + 2**COUNTER_BITS - 1 <= 2**53
    with pytest.raises(OverflowError):
        first_of_next_epoch(last + 1)


def test_keys_come_back_with_their_passphrase_only(tmp_path):
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "hub.signing.key").write_text("secret")

    lock_keys(keys, tmp_path / "box", "a long passphrase")

    assert "secret" not in (tmp_path / "box").read_text()
    with pytest.raises(KeyBoxProblem):
        keys_in(tmp_path / "box", "another one")
    assert put_keys(keys_in(tmp_path / "box", "a long passphrase"), tmp_path / "new") == 1
    assert (tmp_path / "new" / "hub.signing.key").read_text() == "secret"
    assert (tmp_path / "new" / "hub.signing.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("keys", "passphrase"), [("new keys", "a long passphrase"), ("secret", "another passphrase")]
)
def test_a_box_of_keys_is_never_overwritten_by_another(tmp_path, keys, passphrase):
    folder, box = tmp_path / "keys", tmp_path / "box"
    folder.mkdir()
    (folder / "hub.signing.key").write_text("secret")
    lock_keys(folder, box, "a long passphrase")
    (folder / "hub.signing.key").write_text(keys)

    with pytest.raises(KeyBoxKept):
        lock_keys(folder, box, passphrase)

    assert keys_in(box, "a long passphrase") == {"hub.signing.key": "secret"}


def test_the_same_keys_are_locked_again_each_night(tmp_path):
    folder, box = tmp_path / "keys", tmp_path / "box"
    folder.mkdir()
    (folder / "hub.signing.key").write_text("secret")

    counts = [lock_keys(folder, box, "a long passphrase") for _ in range(2)]

    assert counts == [1, 1]
    assert keys_in(box, "a long passphrase") == {"hub.signing.key": "secret"}
