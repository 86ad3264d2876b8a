"""The comparison engine: describe, shortlist, align, verify, localise; its face is engine.py."""
