"""Protocols on screen: read, compare, sign for the practice."""
