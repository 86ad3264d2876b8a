"""The program at a scanning site: watch, validate, keep, send, and apply the room's decisions."""
