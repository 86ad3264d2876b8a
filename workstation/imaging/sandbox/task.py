"""The names of what a decoding child can be asked; a parent knows them without its libraries."""

from enum import StrEnum


class Task(StrEnum):
    """What is wanted of a file."""

    PACKAGE = "package"
    HEAD = "head"
    COARSE = "coarse"
    REACHES = "reaches"
    FILES = "files"
    SCAN = "scan"
    PAIR = "pair"
    PHOTO = "photo"
    JPEG = "jpeg"
