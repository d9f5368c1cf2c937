"""Floor 1: curves, timelines and forest plots.

Room for drawings that take plain values and return SVG. Empty so far.
"""
