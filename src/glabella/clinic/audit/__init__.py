"""The audit trail: who read or wrote what about whom, in a chain nobody can mend."""
