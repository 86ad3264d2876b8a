"""Sites and desks find the hub by its card; anything else is refused with what to do."""

import json

import pytest

from queue_client.keys import KeyPair, SigningKey
from workstation.assembly.card import read_card
from workstation.domain.errors import SettingsInvalid


def card_of(**changes):
    card = {
        "endpoint": "tcp://127.0.0.1:5947",
        "server_key": KeyPair.make().public,
        "signing_key": SigningKey.make().public,
    }
    return {**card, **changes}


def test_a_card_tells_where_the_hub_is_and_whom_to_believe(tmp_path):
    card = card_of()
    (tmp_path / "hub.card").write_text(json.dumps(card))

    read = read_card(tmp_path / "hub.card")

    assert (read.address.endpoint, read.address.server_key) == (
        card["endpoint"],
        card["server_key"],
    )
    assert read.signing_key == card["signing_key"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "copy 'hub.card'"),
        ("not json", "is not a hub card"),
        (json.dumps([]), "is not a hub card"),
        (json.dumps(card_of(signing_key="xyz")), "is not a hub card"),
        (json.dumps(card_of(server_key="short")), "no CURVE public key"),
        (json.dumps(card_of(endpoint="10.1.2.3:5947")), "tcp://HOST:PORT"),
        (json.dumps(card_of(endpoint="tcp://10.1.2.3:*")), "tcp://HOST:PORT"),
        (json.dumps(card_of(endpoint="tcp://10.1.2.3:70000")), "tcp://HOST:PORT"),
    ],
)
def test_what_is_no_card_is_refused(tmp_path, content, says):
    path = tmp_path / "hub.card"
    if content is not None:
        path.write_text(content)

    with pytest.raises(SettingsInvalid) as refusal:
        read_card(path)

    assert says in refusal.value.sentence()
