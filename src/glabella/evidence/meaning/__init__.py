"""What an effect means: for whom it matters, how firm it is, what a trial could see."""
