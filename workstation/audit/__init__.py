"""The evidence chain: what happened, in which order, provably unchanged, and who witnesses it."""
