"""The words of the pages about the organisation as a whole."""
