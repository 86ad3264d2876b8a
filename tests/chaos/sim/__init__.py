"""The same hub, sites and desks in one thread and in simulated time, ruled by a seed."""
