"""The doors: one module per sub-command of ``reviewroom``."""
