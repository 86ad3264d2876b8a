"""The shapes of what is asked, answered and ordered in the supervisor's room, a file a subject."""
