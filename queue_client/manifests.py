"""What a site signs of a scan: that it offers this very package, with this head and declaration.

The key is Ed25519 and made from the site's CURVE secret, so that there is no second file to guard,
to lose or to enrol; it changes when the site's CURVE key changes. Its public half goes out with
the site's first `Hello`, on a line that the enrolled CURVE key has proved, and the hub pins it to
that key and notes it in the audit. An offer whose signature does not hold is refused; offers of
version 1 of the wire carry none. So what a site once sent can be shown to be the site's own, also
to somebody who does not trust the hub.
"""

import hashlib
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from zmq.utils import z85

from queue_client.codec import canonical
from queue_client.keys import KeyPair, SigningKey, signature_holds

# A signature for one purpose must never be valid for another.
_PURPOSE: Final = b"reviewroom.manifest/1\n"
_KEY_PURPOSE: Final = b"reviewroom.manifest-key/1"


def manifest_key(keys: KeyPair) -> SigningKey:
    """Return the key by which the machine with these keys signs its manifests."""
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=_KEY_PURPOSE)
    return SigningKey.of_secret(kdf.derive(z85.decode(keys.secret.encode("ascii"))))


def sign_manifest(  # noqa: PLR0913 - a manifest has that many parts
    key: SigningKey, *, site: str, scan_id: str, sha256: str, size: int, document: bytes
) -> str:
    """Return a site's signature over what it offers, in hex; ``document`` is the offer's body."""
    return key.sign(_signed_bytes(site, scan_id, sha256, size, document))


def manifest_holds(  # noqa: PLR0913 - a manifest has that many parts
    public: str,
    signature: str,
    *,
    site: str,
    scan_id: str,
    sha256: str,
    size: int,
    document: bytes,
) -> bool:
    """Tell whether a signature over an offer was made by the key with this public half (hex)."""
    return signature_holds(public, _signed_bytes(site, scan_id, sha256, size, document), signature)


def _signed_bytes(site: str, scan_id: str, sha256: str, size: int, document: bytes) -> bytes:
    manifest = {
        "site": site,
        "scan_id": scan_id,
        "sha256": sha256,
        "size": size,
        "document_sha256": hashlib.sha256(document).hexdigest(),
    }
    return _PURPOSE + canonical(manifest)
