"""What a desk leaves at the hub of a case in the making, sealed for its officer alone."""

from typing import Final

from queue_client.desk_messages import OfLease
from queue_client.frames import Header
from queue_client.shapes import CaseId, Count, Sha256

DRAFT_LIMIT: Final = 64 * 1024
"""How large a sealed draft may be [bytes]."""


class KeepDraft(OfLease, frozen=True, kw_only=True):
    """The officer's newest draft of a case, sealed, is the body; ``sha256`` is the picture's."""

    sha256: Sha256


class FetchDraft(OfLease, frozen=True, kw_only=True):
    """A desk asks for what its own officer left of a case that it holds."""


class DraftHeldReply(Header, frozen=True, kw_only=True):
    """The hub has the draft, and so has whoever starts it anew; a power cut may lose it."""


class DraftReply(Header, frozen=True, kw_only=True):
    """The sealed draft is the body, which is empty when there is none.

    ``token`` is that of the lease under which it was made.
    """

    case_id: CaseId
    token: Count
