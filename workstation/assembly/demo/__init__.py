"""The demo room: a hub, scanning sites and a reviewer on one machine, all as real processes."""
