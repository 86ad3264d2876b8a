"""Budgets, measured beside a peer or a limit in the same run; never part of the test suite."""
