"""Pages about an organisation as a whole, and about what it buys."""
