"""Child processes that decode what comes from outside: limited, killable, and replaced."""
