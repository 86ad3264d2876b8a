"""The doctor's look at the way to the syslog server."""

import socket

from workstation.cli.audit_checks import check_audit_server
from workstation.cli.checks import State
from workstation.settings import HubConfig


def test_a_hub_that_sends_nothing_anywhere_is_well(tmp_path):
    assert check_audit_server(HubConfig(data=tmp_path)).state is State.OK


def test_a_server_that_does_not_answer_and_papers_that_are_missing_are_told(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    address = f"127.0.0.1:{port}"

    silent = check_audit_server(HubConfig(data=tmp_path, audit_server=address))
    paperless = check_audit_server(
        HubConfig(data=tmp_path, audit_server=address, audit_authority=tmp_path / "no.pem")
    )

    assert silent.state is State.DOUBTFUL
    assert "does not answer" in silent.says
    assert "certificates cannot be read" in paperless.says
    assert "audit_authority" in paperless.advice
