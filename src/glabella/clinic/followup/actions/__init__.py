"""The deeds of following up."""
