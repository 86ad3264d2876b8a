"""Where the rooms are joined: one file for each program that is put together."""
