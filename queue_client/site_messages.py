"""What sites ask of the hub, and what anybody says first."""

from queue_client.frames import Header
from queue_client.shapes import Count, Name, Sha256, Short


class Hello(Header, frozen=True, kw_only=True):
    """The first word on a connection.

    ``manifest_key`` is the public half (hex) of the key by which a site signs its manifests,
    ``decision_key`` that of the key by which a desk signs its decisions.
    """

    software: Short
    manifest_key: Short = ""
    decision_key: Short = ""


class Offer(Header, frozen=True, kw_only=True):
    """A site offers a scan package; the document holds ``head`` and ``declaration``.

    ``signature`` is the site's over its manifest; see `queue_client.manifests`.
    """

    scan_id: Name
    sha256: Sha256
    size: Count
    signature: Short = ""


class Chunk(Header, frozen=True, kw_only=True):
    """The next bytes of an offered package; the CRC is for early re-sync, the hash decides."""

    scan_id: Name
    sha256: Sha256
    offset: Count
    crc32: Count


class Declare(Header, frozen=True, kw_only=True):
    """A declaration that came without a scan, as document."""


class Ping(Header, frozen=True, kw_only=True):
    """A site shows that it lives and asks for decisions."""

    last_sequence: Count
    spool_depth: Count
    free_bytes: Count


class Result(Header, frozen=True, kw_only=True):
    """What a crew found in a container, as document; the same result again changes nothing."""


class Acknowledge(Header, frozen=True, kw_only=True):
    """A site has applied a decision durably."""

    decision_id: Name
