"""A warm process that forks the room's programs, so that a kill costs milliseconds and not seconds.

What runs in a fork is the program itself, from its command line on; only the imports were done
before. It reads one JSON object a line: ``program``, ``arguments``, ``log`` and ``mutant``; it
answers with the ``pid``. When its standard input ends, it ends, and the kernel ends its children.
"""

import ctypes
import json
import multiprocessing
import os
import signal
import sys
from multiprocessing import forkserver, resource_tracker
from typing import Any, NoReturn

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Import everything once, then fork on demand."""
    from tests.chaos import preload, programs  # noqa: PLC0415 - children must not import this file's load

    del preload
    multiprocessing.set_forkserver_preload(["tests.chaos.preload"])
    resource_tracker.ensure_running()
    forkserver.ensure_running()
    _say({"ready": os.getpid()})
    for line in sys.stdin:
        order = json.loads(line)
        while _reap():
            pass
        pid = os.fork()
        if pid == 0:
            _become(order, programs.run)
        _say({"pid": pid})


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _reap() -> bool:
    try:
        return os.waitpid(-1, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return False


def _become(order: dict[str, Any], run: Any) -> NoReturn:
    """Be the program that was asked for, until it ends."""
    code = 1
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        # The fork server is the nursery's child, not ours: asking after it would fail.
        forkserver._forkserver.ensure_running = lambda: None  # type: ignore[method-assign] # noqa: SLF001
        real = multiprocessing.get_context
        multiprocessing.get_context = lambda method=None: real(  # type: ignore[assignment]
            "forkserver" if method == "spawn" else method
        )
        run(order)
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:  # noqa: BLE001 - a fork must never fall back into the nursery's loop
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
