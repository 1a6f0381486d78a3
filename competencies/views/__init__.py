"""Pages about what an organisation attains, and why."""
