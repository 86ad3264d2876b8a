"""Names for scans and machines, good and bad."""

from typing import Final

LAWFUL: Final = (
    *("s1", "YA250101000012", "a.b", "a_b-c", "7", "CONTAINER", "com", "com10", "nul1"),
    "x" * 64,
)
#: Fit the pattern of names on the wire, and are refused all the same.
KEPT_BY_WINDOWS: Final = (
    *("CON", "con", "nul", "NUL.", "aux.tif", "prn.a.b", "COM0", "COM1", "COM1.x", "lpt9"),
    *("Lpt3.scan", "s1.", "s1.."),
)
UNLAWFUL: Final = (
    *KEPT_BY_WINDOWS,
    *("", ".", "..", ".s1", "-s1", "_s1", "../../etc/passwd", "a/../b", "a\\b", "a:b", "C:"),
    *("s 1", "s1 ", "s1\n", "s1\0", "\u0430bc", "s\uff11", "s\u00b9", "COM\u00b9", "s\u202e1"),
    *("x" * 65, "x" * 300),
)
