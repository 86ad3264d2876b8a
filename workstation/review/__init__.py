"""What a desk may do: when a decision is armed, which reasons it takes, and what is journaled."""
