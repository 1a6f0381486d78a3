"""What customers ask of partners: times, keys, notices and figures (F4, F5)."""
