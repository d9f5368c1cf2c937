"""After a treatment: contacts, reviews, reports, coverage, and whether to repeat."""
