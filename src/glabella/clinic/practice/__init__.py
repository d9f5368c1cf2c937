"""The practice, its outlets, rooms and staff, and the protocols it has signed."""
