"""The words of the pages about an organisation as a whole, and about what it buys."""
