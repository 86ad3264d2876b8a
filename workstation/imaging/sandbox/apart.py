"""The decoding child of a program that reads a scan now and then: started once, and kept warm.

Who reads all day owns a `SandboxedReading`. Commands, reports and orders use this one. A process
that is itself a limited child, such as the hub's compare pool, reads with the readers directly;
`tests/house` names all of those.
"""

import atexit
from functools import cache

from workstation.imaging.sandbox.reading import SandboxedReading


@cache
def apart() -> SandboxedReading:
    """Return this process's reading; its child starts now, and ends with the process."""
    reading = SandboxedReading()
    reading.warm()
    atexit.register(reading.close)
    return reading
