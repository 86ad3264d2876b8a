"""What a desk signs of a decision: every word of it, and that it was made at this desk.

The key is Ed25519 and made from the desk's CURVE secret, as a site's manifest key is, so that
there is no second file to guard, to lose or to enrol. Its public half goes out with the desk's
first `Hello`, on a line that the enrolled CURVE key has proved; the hub pins it to that key and
notes it in the audit. What the hub then records of a decision can be shown to be what the desk
sent. It says which desk, not which officer: officers hold no keys.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from zmq.utils import z85

from queue_client.codec import canonical
from queue_client.keys import KeyPair, SigningKey, signature_holds

# A signature for one purpose must never be valid for another.
_PURPOSE: Final = b"reviewroom.desk-decision/1\n"
_KEY_PURPOSE: Final = b"reviewroom.desk-key/1"


def decision_key(keys: KeyPair) -> SigningKey:
    """Return the key by which the desk with these keys signs its decisions."""
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=_KEY_PURPOSE)
    return SigningKey.of_secret(kdf.derive(z85.decode(keys.secret.encode("ascii"))))


def sign_decision(key: SigningKey, *, desk: str, document: bytes) -> str:
    """Return a desk's signature over a decision's document, in hex."""
    return key.sign(_signed_bytes(desk, document))


def decision_holds(public: str, signature: str, *, desk: str, document: bytes) -> bool:
    """Tell whether a signature over a decision was made by the key with this public half (hex)."""
    return signature_holds(public, _signed_bytes(desk, document), signature)


def document_of(recorded: Mapping[str, Any]) -> bytes:
    """Return the document that a desk sent, written anew from what was recorded of it.

    Parameters
    ----------
    recorded : mapping
        A decision as the evidence log has it; what the hub added to it is left out.
    """
    return canonical(
        {
            "case_id": recorded["case"],
            "conclusion": recorded["conclusion"],
            "decision_id": recorded["decision_id"],
            "evidence": recorded["evidence"],
            "marks": recorded["marks"],
            "note": recorded["note"],
            "reason": recorded["reason"],
            "sha256": recorded["sha256"],
            "token": recorded["token"],
        }
    )


def _signed_bytes(desk: str, document: bytes) -> bytes:
    statement = {"desk": desk, "document_sha256": hashlib.sha256(document).hexdigest()}
    return _PURPOSE + canonical(statement)
