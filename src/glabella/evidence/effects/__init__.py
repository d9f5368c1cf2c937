"""Effect sizes with their sampling variances, from whatever a report prints."""
