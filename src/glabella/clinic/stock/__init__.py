"""Lots, vials and their movements; a count is never negative."""
