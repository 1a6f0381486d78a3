"""Pages about the organisation as a whole."""
