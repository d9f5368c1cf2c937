"""Floor 1: the body as data.

Room for figures, muscles, landmarks and points, their geometry, and how they are drawn
on screen, on paper and in a terminal. Empty so far.
"""
