"""The fault campaign: a room of real programs, what breaks them, and who counts what it cost."""
