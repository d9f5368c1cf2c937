"""Pages of online booking: choose, say who you are, confirm."""
