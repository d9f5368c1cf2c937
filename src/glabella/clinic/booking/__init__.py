"""Appointments, and the cells of time that make a double booking impossible."""
