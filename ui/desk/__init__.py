"""The desk: one case on the screen, from its arrival to its decision."""
