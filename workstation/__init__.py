"""Everything about central image review that is true without a screen."""
