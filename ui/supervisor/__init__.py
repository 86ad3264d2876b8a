"""The supervisor's room: what was decided, how the room stands, and what is ordered."""
