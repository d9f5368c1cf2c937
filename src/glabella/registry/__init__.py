"""Floor 1: what a clinic's own patients show.

Room for outcome measures over a documented, de-identified schema in Parquet. It will
never read the clinic's database. Empty so far.
"""
