"""A PostgreSQL server of one's own in a temporary folder, gone when it is closed."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

_SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{socket}'
max_connections = 60
shared_buffers = 128MB
max_wal_size = 2GB
log_min_messages = warning
"""


def programs() -> Path | None:
    """Return where the server's programs are, the newest first; None where there are none."""
    found = shutil.which("postgres")
    if found is not None:
        return Path(found).parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parts[-2]))
    return places[-1] if places else None


def _place() -> str:
    """Return a folder with a short name, in memory where there is one: a socket's path is short."""
    memory = Path("/dev/shm")  # noqa: S108 - our own folder is made in it
    return str(memory) if os.access(memory, os.W_OK) else "/tmp"  # noqa: S108


class Server:
    """Made, started, and ended with all that is in it; asked over a socket in its folder.

    ``place`` is where the folder is made; in memory unless it is named.
    """

    def __init__(self, place: str | None = None) -> None:
        found = programs()
        if found is None:
            raise FileNotFoundError("there is no PostgreSQL here; apt-get install postgresql")
        self._bin = found
        self.folder = Path(tempfile.mkdtemp(prefix="rr-pg-", dir=place or _place()))
        self.data, self._made = self.folder / "data", 0
        # The server refuses to run as root, so it runs as whoever its package made for it.
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self.folder.chmod(0o711)
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8",
                  "--lc-collate=C", "--lc-ctype=C.UTF-8", "--no-instructions",
                  "-D", str(self.data))  # fmt: skip
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(_SETTINGS.format(socket=self.folder))
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        log = str(self.folder / "log")
        self._run("pg_ctl", "start", "-w", "-t", "60", "-s", "-D", str(self.data), "-l", log)

    def kill(self) -> None:
        """End the server with all its children at once, as a power cut would, but for the disk."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        # Its children end when they notice; nobody may be left beside a new server.
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                self.start()
            except subprocess.CalledProcessError:
                time.sleep(0.2)
            else:
                return
        raise TimeoutError("the server did not come back")

    def conninfo(self, database: str) -> str:
        return f"host={self.folder} dbname={database} user=postgres"

    def new_database(self, template: str = "template0") -> str:
        """Make an empty database, or a copy of another one; return how it is reached."""
        self._made += 1
        name = f"room{self._made}"
        with psycopg.connect(self.conninfo("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return self.conninfo(name)

    def close(self) -> None:
        """End the server and forget everything."""
        self._run("pg_ctl", "stop", "-m", "immediate", "-s", "-D", str(self.data))
        shutil.rmtree(self.folder)

    def _run(self, program: str, *args: str) -> None:
        user = "postgres" if os.geteuid() == 0 else None
        subprocess.run(  # noqa: S603 - our own words
            [str(self._bin / program), *args],
            check=True,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
        )
