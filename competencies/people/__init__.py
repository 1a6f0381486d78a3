"""The people of an organisation: who is there, what each still has to do, and what depends on each (B2 to B4)."""
