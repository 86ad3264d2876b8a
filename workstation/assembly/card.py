"""The hub's card: the small file by which sites and desks find the hub and know its keys."""

import json
from dataclasses import dataclass
from pathlib import Path

from queue_client.keys import HubAddress, is_endpoint, is_public_key
from workstation.domain.errors import SettingsInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class HubCard:
    """Where the hub listens, its CURVE public key, and its Ed25519 key for decisions (hex)."""

    address: HubAddress
    signing_key: str


def read_card(path: Path) -> HubCard:
    """Read a copy of the hub's ``hub.card`` file.

    Raises
    ------
    SettingsInvalid
        If there is no such file, or it is not a hub's card.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        endpoint, server_key = str(record["endpoint"]), str(record["server_key"])
        signing_key = str(record["signing_key"])
        bytes.fromhex(signing_key)
    except FileNotFoundError as error:
        raise SettingsInvalid(
            str(path), "there is no hub card; copy 'hub.card' from the hub's data folder"
        ) from error
    except OSError as error:
        raise SettingsInvalid(str(path), f"cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise SettingsInvalid(str(path), "is not a hub card") from error
    if not is_endpoint(endpoint):
        raise SettingsInvalid(
            str(path),
            f"its endpoint must be tcp://HOST:PORT with the hub's address, got {endpoint!r}",
        )
    if not is_public_key(server_key):
        raise SettingsInvalid(str(path), "holds no CURVE public key")
    return HubCard(
        address=HubAddress(endpoint=endpoint, server_key=server_key), signing_key=signing_key
    )
