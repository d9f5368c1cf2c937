"""Photographs that a person agreed to: kept encrypted, shown side by side."""
