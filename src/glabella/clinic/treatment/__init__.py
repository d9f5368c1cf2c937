"""Treatments while they are given: time-out, vials, sites, and the seal at the end."""
