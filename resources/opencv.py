"""The one door to OpenCV, so that its side effects are dealt with in one place.

``opencv-python`` (not headless) sets two Qt variables at import that break PySide6; they are
taken back here. OpenCV's own threads are switched off, because many of our processes share a
machine; the one with a person in front of it asks for some by `use_threads`.
"""

import os

import cv2  # noqa: TID251 - this is the door

for _name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
    if "cv2" in os.environ.get(_name, ""):
        del os.environ[_name]
cv2.setNumThreads(1)

_MOST_THREADS = 4


def use_threads() -> None:
    """Let OpenCV draw with up to four threads; a frame of a large pane takes half the time."""
    cv2.setNumThreads(min(_MOST_THREADS, os.cpu_count() or 1))


__all__ = ["cv2", "use_threads"]
