"""A site agent ends when it is told to, whatever it waits for."""

import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from socket import create_server

import pytest

from queue_client.keys import KeyPair, SigningKey

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGTERM to send on Windows")
def test_a_site_ends_in_order_while_its_hub_is_silent(tmp_path):
    with closing(create_server(("127.0.0.1", 0))) as silent:
        write_settings(tmp_path, silent.getsockname()[1])
        process = subprocess.Popen(
            [sys.executable, "-m", "workstation.cli.main", "site", "--config", "site.toml"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
            text=True,
        )
        with process:
            first = process.stderr.readline()

            process.send_signal(signal.SIGTERM)

            assert process.wait(30) == 0
    assert "site agent ready (site=north)" in first


def write_settings(folder, port):
    keys = KeyPair.make()
    keys.save(folder / "north.key")
    card = {
        "endpoint": f"tcp://127.0.0.1:{port}",
        "server_key": KeyPair.make().public,
        "signing_key": SigningKey.make().public,
    }
    (folder / "hub.card").write_text(json.dumps(card), encoding="utf-8")
    (folder / "site.toml").write_text(
        '[site]\nsite = "north"\nfolder = "site"\nhub_card = "hub.card"\nkeys = "north.key"\n',
        encoding="utf-8",
    )
