"""Why a picture is too poor to be judged by anybody."""

from enum import StrEnum


class PictureFault(StrEnum):
    """One fault that another passage through the scanner can mend."""

    NOISE = "noise"
    BLUR = "blur"
    SATURATED = "saturated"
    MISSING_LINES = "missing_lines"
    NO_PENETRATION = "no_penetration"
    BLANK = "blank"
