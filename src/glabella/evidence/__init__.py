"""Floor 1: what the trials say.

The studies as data, with questions, claims and certainty (`library` loads them), and
effect sizes, pooling, heterogeneity and bias: arrays in, results out.
"""
