"""Pages of the public door, for strangers and for staff."""
