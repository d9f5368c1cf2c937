"""The pages of the diaries."""
