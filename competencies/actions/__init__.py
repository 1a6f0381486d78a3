"""The one door for writes to what people earned and organisations attain (habit 5).

Every function takes keywords only, `by=` the acting user (None for a job or a command) and `on=` the day on
which it happens. Whatever changes a fact of an organisation re-reviews it in the same transaction, with
the change as its cause. Raises `partners.refusals.Refused` when it will not, having written nothing.
"""
