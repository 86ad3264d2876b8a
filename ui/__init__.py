"""The reviewer's window: everything that an officer sees and presses."""
