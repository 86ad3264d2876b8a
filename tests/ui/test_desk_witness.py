import logging

from queue_client.keys import SigningKey
from queue_client.testing import StubHub
from ui.desk_witness import LOG_CONTRADICTED, WitnessingDesk
from workstation.audit.checkpoint import sign_checkpoint
from workstation.audit.witness import KEPT

PASSWORD = "a long password"  # noqa: S105 - of a stub
KEY = SigningKey.make()


def test_a_desk_keeps_the_hubs_checkpoint_and_tells_when_it_goes_back(
    tmp_path, monkeypatch, caplog
):
    monkeypatch.setattr("workstation.audit.witness._EVERY_S", 0.0)
    ahead, behind = (sign_checkpoint(size, bytes(32), KEY) for size in (9, 8))
    with StubHub() as hub:
        hub.add_officer("li", PASSWORD)
        desk = WitnessingDesk(
            hub.address,
            hub.keys_for("desk-1"),
            desk="desk-1",
            timeout_s=1.0,
            give_up_s=3.0,
            witness=tmp_path / "witness",
            signing_key=KEY.public,
        )
        desk.login("li", PASSWORD)
        bare = desk.room()
        hub.checkpoint = ahead
        desk.room()
        hub.checkpoint = behind
        with caplog.at_level(logging.ERROR):
            room = desk.room()
        desk.close()

    assert room.keys() - bare.keys() == {LOG_CONTRADICTED}
    assert room[LOG_CONTRADICTED] == str(tmp_path / "witness")
    assert (tmp_path / "witness" / KEPT).read_text(encoding="utf-8") == ahead
    assert "9 entries and now has 8" in caplog.text
