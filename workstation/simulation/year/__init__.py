"""A room over one simulated year: what arrives, who reads it, what is missed; the truth apart."""
