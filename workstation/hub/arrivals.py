"""What an offer says of its scan, in the words of the domain."""

from queue_client.codec import Message
from queue_client.documents import HeadDocument, OfferDocument
from queue_client.errors import WireViolation
from queue_client.messages import Offer
from workstation.domain.case import Arrival
from workstation.domain.declaration import declaration_from_json
from workstation.domain.errors import DeclarationUnreadable
from workstation.domain.instants import from_foreign_text
from workstation.domain.kept_text import kept
from workstation.domain.scan import ScanHead
from workstation.hub.manifest_keys import Signed


def signed_facts(arrival: Arrival, signed: Signed) -> dict[str, object]:
    """Return what is kept of a site's signature, as facts of the log."""
    return {
        "site": arrival.site,
        "scan": arrival.scan_id,
        "sha256": arrival.package_sha256,
        "size": arrival.package_size,
        "document_sha256": signed.document_sha256,
        "signature": signed.signature,
        "manifest_key": signed.manifest_key,
    }


def arrival_of(site: str, message: Message, offer: Offer) -> Arrival:
    """Return what an offer brings; raises `WireViolation` when its document says something else."""
    document = message.document(OfferDocument)
    source = f"{site}:{offer.scan_id}"
    try:
        declaration = (
            None
            if document.declaration is None
            else declaration_from_json(document.declaration, source=source)
        )
        head = _head(site, offer.scan_id, document.head)
    except (DeclarationUnreadable, ValueError) as error:
        raise WireViolation(str(error)) from error
    return Arrival(
        site=site,
        scan_id=offer.scan_id,
        package_sha256=offer.sha256,
        package_size=offer.size,
        head=head,
        declaration=declaration,
    )


def _head(site: str, scan_id: str, document: HeadDocument) -> ScanHead:
    if document.scan_id not in {None, scan_id} or document.site not in {None, site}:
        raise ValueError("the head names another scan or another site")
    return ScanHead(
        scan_id=scan_id,
        site=site,
        scanner=_kept(document.scanner),
        taken_at=None if document.time is None else from_foreign_text(document.time),
        container=_kept(document.container),
        declaration=_kept(document.declaration),
    )


def _kept(text: str | None) -> str | None:
    return None if text is None else kept(text)
