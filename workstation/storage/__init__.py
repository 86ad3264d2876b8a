"""The room that keeps: the only one that speaks SQL, and the only one that keeps blobs."""
