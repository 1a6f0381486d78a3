"""Plain view models: what an Outcome and its edition say, in the reader's words."""
