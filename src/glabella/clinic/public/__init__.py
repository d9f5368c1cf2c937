"""What strangers read and ask: condition pages, outlets, the self-check."""
