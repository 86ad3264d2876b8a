"""What a hand does with mouse and keys, as small state machines."""
