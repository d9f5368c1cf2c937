"""Floor 1: what the trials say.

Room for effect sizes, pooling, heterogeneity and bias: arrays in, results out. Empty so
far.
"""
