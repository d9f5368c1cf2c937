"""What patients tell and read between visits: questionnaires, side effects, consent."""
