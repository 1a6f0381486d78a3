"""Marketing profiles: the words they are made of, the checks of their links and logos, what makes one strong (F1).

Nothing here asks another server for anything: what a partner types is looked at, never fetched.
"""
