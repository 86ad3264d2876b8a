"""Figures, estimates and papers about the room: pure functions over rows, and files to hand on."""
