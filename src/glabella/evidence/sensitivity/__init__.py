"""How much the answer hangs on single studies, on their order, or on their choice."""
