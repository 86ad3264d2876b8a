"""What every test room shares."""

import os

# Before any test imports Qt: no test needs a screen, and none may open a window on one.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
