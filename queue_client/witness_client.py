"""How a site or desk asks for the hub's newest checkpoint."""

from queue_client.answers import ShownCheckpoint
from queue_client.asking import expect
from queue_client.link import Link
from queue_client.witness_messages import Checkpoint, CheckpointDocument, CheckpointReply


def ask_checkpoint(link: Link, size: int) -> ShownCheckpoint:
    """Ask for the newest checkpoint and the proof from one of `size` entries; both unverified."""
    reply = link.ask(Checkpoint(ask=link.next_ask(), size=size))
    expect(reply, CheckpointReply)
    document = reply.document(CheckpointDocument)
    return ShownCheckpoint(note=document.note, proof=tuple(document.proof))
