"""Injection plans: protocols, product, points on the figures, and who approved them."""
