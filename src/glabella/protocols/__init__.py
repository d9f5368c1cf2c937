"""Floor 1: what a clinic may do, as data, and the only code that reads that data.

The TOML files beside the code hold conditions, products, profiles, rules, instruments,
facts and sources; the modules read them into values of `core`, check them, and print
them for a person.
"""
