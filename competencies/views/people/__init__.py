"""Pages about the people of an organisation: the list, inviting, one person, the end of an account (B2 to B4)."""
