"""Curating typical models: propose, approve, retire; what the engine compares with."""
