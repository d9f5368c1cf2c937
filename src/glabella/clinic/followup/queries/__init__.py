"""The reads of following up."""
