"""What is true of a patient in time; no screens, other apps show it."""
