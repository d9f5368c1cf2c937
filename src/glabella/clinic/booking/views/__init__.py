"""Pages of booking: appointments of a patient, and the setting up of hours."""
