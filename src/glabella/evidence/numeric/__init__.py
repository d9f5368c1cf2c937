"""Arrays, distributions and roots: what every estimator of this room stands on."""
