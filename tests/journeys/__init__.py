"""Walks from site to decision with the real programs."""
