"""Joins the evidence log to the house's syslog server, where the settings name one."""

import contextlib
import socket
from collections.abc import Iterator, Sequence
from functools import partial

from workstation.hub.syslog_sender import AuditServer, SyslogSender
from workstation.settings import HubConfig
from workstation.storage.entry_reader import count_entries
from workstation.storage.records import SqlRecords


def audit_server(config: HubConfig) -> AuditServer:
    """Return the server that a hub's settings name."""
    host, _, port = config.audit_server.rpartition(":")
    return AuditServer(
        host=host.strip("[]"),
        port=int(port),
        authority=config.audit_authority,
        certificate=config.audit_certificate,
        key=config.audit_key,
    )


@contextlib.contextmanager
def audited(config: HubConfig, records: SqlRecords) -> Iterator[SyslogSender | None]:
    """Send audit messages while the block runs, and what it wrote at its end."""
    if not config.audit_server:
        yield None
        return

    def read(after: int, limit: int) -> Sequence[tuple[int, str]]:
        return list(enumerate(records.entries(after, limit), after + 1))

    sender = SyslogSender(
        audit_server(config),
        read=read,
        newest=partial(count_entries, config.data),
        folder=config.data,
        source=socket.gethostname(),
    )
    sender.start()
    try:
        yield sender
    finally:
        sender.close()
