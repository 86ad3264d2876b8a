"""The evidence chain: what happened, in which order, provably unchanged; pure, no store."""
