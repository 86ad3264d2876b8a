"""An officer's hours at the desk: drafts, looking back, lock, rights, breaks, training."""
