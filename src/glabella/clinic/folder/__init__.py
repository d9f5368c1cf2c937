"""The folder of one person: what every page about a patient shares.

The band at the top, the tabs, the fields of its forms, and the way onto paper. It holds
no tables; the stages of the pathway and the desk build their pages on it.
"""
