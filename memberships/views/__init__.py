"""Pages about what an organisation buys."""
