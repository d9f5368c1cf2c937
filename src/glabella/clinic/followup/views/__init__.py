"""The pages of following up."""
