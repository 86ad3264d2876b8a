"""What an officer may set: letters, language, sound, breaks, layout and keys."""
