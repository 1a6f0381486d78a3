"""The one door for writes to the tenant: each module is a noun, each function a verb (habit 5).

Actions take keywords only, `by=` the acting user (None for a job or a command) and `on=` the day, run in
one transaction with their journal entry, and raise `partners.refusals.Refused` when they will not.
"""
