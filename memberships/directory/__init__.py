"""Find a partner: what is displayed of listings, how they are filed, and how they are searched (F2, F3)."""
