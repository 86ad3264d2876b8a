"""The steady writer of the tests over SQLite, ending as the program does when a disk failed."""

import os
import sys
from pathlib import Path

from tests.storage.steady_writer import main
from workstation.domain.errors import DiskFailed

if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except DiskFailed:
        os._exit(DiskFailed.EXIT_STATUS)
