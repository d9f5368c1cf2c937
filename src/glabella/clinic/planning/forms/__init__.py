"""Forms of planning."""
