"""The tests. A package of its own: some distribution may bring another `tests`."""
