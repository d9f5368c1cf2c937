"""What each row of a file would make, and why it may not: reads only, no writes."""
