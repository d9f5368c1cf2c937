"""What the frame of the portal draws from the request."""
