"""From codes and rows of memberships to the words of a page."""
