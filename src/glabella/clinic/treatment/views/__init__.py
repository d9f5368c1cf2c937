"""The pages of a treatment."""
