"""How days and times are written where Django writes them, as the portal does everywhere else (H1)."""
