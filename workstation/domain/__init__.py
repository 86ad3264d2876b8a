"""The words of the field and the law of a case; standard library only."""
