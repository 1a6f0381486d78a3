"""`make demo`: the whole portal on this machine, for looking at; production is described in the README."""
