"""Effects that belong together: several of one study, several outcomes, clusters."""
