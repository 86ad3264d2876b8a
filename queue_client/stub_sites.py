"""What the stub hub does for sites: takes scans and declarations, hands out signed decisions."""

import hashlib
import threading
from collections.abc import Mapping
from typing import Any

from isal.isal_zlib import crc32

from queue_client.codec import Message, write_document
from queue_client.documents import OfferDocument, SignedDocument
from queue_client.errors import RefusalCode
from queue_client.keys import SigningKey
from queue_client.messages import (
    Acknowledge,
    Chunk,
    ConflictReply,
    Credit,
    Declare,
    DeclaredReply,
    DoneReply,
    Grant,
    Header,
    Offer,
    Ping,
    Pong,
    Result,
)
from queue_client.signing import SignedDecision, sign
from queue_client.stub_parts import StubScan, error_reply, stored
from queue_client.transfer import CREDIT


class StubSiteSide:
    """The half of `StubHub` that sites see; its attributes are told there."""

    def __init__(self) -> None:
        self.damage_next_chunk = False
        self.scans: dict[tuple[str, str], StubScan] = {}
        self.declarations: list[dict[str, Any]] = []
        self.results: list[dict[str, Any]] = []
        self.pings: list[Ping] = []
        self.acknowledged: list[str] = []
        self.signing = SigningKey.make()
        self._outgoing: dict[str, list[SignedDecision]] = {}
        self._lock = threading.RLock()

    def announce(self, site: str, record: Mapping[str, Any]) -> SignedDecision:
        """Sign a decision record and hand it to the site at each ping until acknowledged."""
        with self._lock:
            signed = sign({"site": site, **record}, self.signing)
            self._outgoing.setdefault(site, []).append(signed)
            return signed

    def _from_site(self, name: str, message: Message) -> tuple[Header, bytes]:
        body = b""
        reply: Header
        match message.header:
            case Offer() as offer:
                reply = self._offer(name, message, offer)
            case Chunk() as chunk:
                reply = self._chunk(name, message, chunk)
            case Declare(ask=ask):
                self.declarations.append(message.document(dict[str, Any]))
                reply = DeclaredReply(ask=ask, joined=False)
            case Result(ask=ask):
                self.results.append(message.document(dict[str, Any]))
                reply = DoneReply(ask=ask)
            case Ping(ask=ask) as ping:
                self.pings.append(ping)
                reply = Pong(ask=ask)
                body = write_document(
                    [
                        SignedDocument(record=dict(s.record), signature=s.signature)
                        for s in self._outgoing.get(name, [])[:16]
                    ]
                )
            case Acknowledge(ask=ask, decision_id=decision_id):
                self.acknowledged.append(decision_id)
                rest = [s for s in self._outgoing.get(name, []) if s.decision_id != decision_id]
                self._outgoing[name] = rest
                reply = DoneReply(ask=ask)
            case header:
                reply = error_reply(header.ask, RefusalCode.NOT_ALLOWED, "not for a hub")
        return reply, body

    def _offer(self, site: str, message: Message, offer: Offer) -> Header:
        known = self.scans.get((site, offer.scan_id))
        if known is None:
            known = self.scans[site, offer.scan_id] = StubScan(
                site=site,
                scan_id=offer.scan_id,
                sha256=offer.sha256,
                size=offer.size,
                meta=message.document(OfferDocument),
            )
        if known.sha256 != offer.sha256:
            return ConflictReply(ask=offer.ask, what=offer.scan_id, reason="other content")
        if known.stored:
            return stored(offer.ask, known, before=True)
        return Grant(ask=offer.ask, offset=len(known.content), credit=CREDIT)

    def _chunk(self, site: str, message: Message, chunk: Chunk) -> Header:
        scan = self.scans.get((site, chunk.scan_id))
        if scan is None:
            return error_reply(chunk.ask, RefusalCode.NO_UPLOAD, "offer first")
        damaged, self.damage_next_chunk = self.damage_next_chunk, False
        whole = crc32(message.body) == chunk.crc32 and not damaged
        if chunk.offset != len(scan.content) or not whole:
            return Grant(ask=chunk.ask, offset=len(scan.content), credit=CREDIT)
        scan.content += message.body
        if len(scan.content) < scan.size:
            return Credit(ask=chunk.ask, offset=len(scan.content))
        if hashlib.sha256(scan.content).hexdigest() != scan.sha256:
            del self.scans[site, chunk.scan_id]
            return error_reply(chunk.ask, RefusalCode.HASH_MISMATCH, "another hash")
        scan.stored = True
        return stored(chunk.ask, scan, before=False)
