"""The one door for writes to memberships (habit 5): see `competencies.actions` for the manners."""
