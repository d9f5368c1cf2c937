"""Floor 0: what is true of any clinic.

Truth, facts, criteria, verdicts, quantities, plans, courses and scores, as frozen
values and as functions of their arguments. Nothing here reads a file, a clock or a
network, draws a random number or writes a log: the same input gives the same answer,
anywhere.
"""
