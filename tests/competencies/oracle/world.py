"""The world of one organisation: its facts and the editions, asked about one day at a time.

Everything is read from the raw mappings of the files. Answers are remembered only because the tests ask the
same things on many days.
"""

from datetime import date

from .days import ONE_DAY, day_of, in_interval, moving_days
from .predicates import codes_named, satisfied


class World:
    """Facts and editions as parsed from JSON and YAML.

    With `every_day` all days of the span are stepped through; otherwise those of `moving_days`.
    """

    def __init__(self, facts, editions, *, every_day=False):
        self.facts = facts
        self.editions = sorted(editions, key=lambda edition: day_of(edition["effective_from"]))
        self.people = {person["id"]: person for person in facts.get("people") or []}
        moving = moving_days(facts, editions)
        first, last = moving[0] - ONE_DAY, moving[-1] + ONE_DAY
        if every_day:
            span = range(first.toordinal(), last.toordinal() + 1)
            self.days = [date.fromordinal(number) for number in span]
        else:
            self.days = [first, *moving, last]
        self.remembered = {}

    def once(self, key, work):
        """What `work()` gives, worked out once for a key."""
        if key not in self.remembered:
            self.remembered[key] = work()
        return self.remembered[key]

    def days_after(self, day):
        return [later for later in self.days if later > day]

    def edition_on(self, day):
        """The edition in force: the latest that has begun; before the first edition, the first."""
        begun = [edition for edition in self.editions if day_of(edition["effective_from"]) <= day]
        return begun[-1] if begun else self.editions[0]

    def accepts(self, code, day):
        """Whether the edition in force on the day lists the credential and still accepts it."""
        return self.once(("accepts", code, day), lambda: accepted(self.edition_on(day), code, day))

    def codes_counting(self, person_id, day):
        """The codes of the person's achievements that count on the day."""

        def work():
            achievements = self.people[person_id].get("achievements") or []
            return frozenset(item["credential"] for item in achievements if self.counts(item, day))

        return self.once(("codes", person_id, day), work)

    def counts(self, achievement, day):
        """All that an achievement needs to count on a day: none of the reasons against it is true."""
        return not any(says(self, achievement, day) for says in REASONS.values())

    def satisfiers(self, predicate, day):
        """The ids of the people who satisfy P on the day, in the order of the facts."""

        def work():
            return tuple(who for who in self.people if satisfied(predicate, self.codes_counting(who, day)))

        return self.once(("satisfiers", id(predicate), day), work)

    def satisfies_until(self, predicate, person_id, day):
        """The first later day on which the person no longer satisfies P (edition of that day); or None."""
        for later in self.days_after(day):
            if not satisfied(predicate, self.codes_counting(person_id, later)):
                return later
        return None

    def holders_of_any(self, predicate):
        """The ids of those who hold, in any state, at least one credential that P names."""
        named = set(codes_named(predicate))
        return [
            who
            for who, person in self.people.items()
            if any(item["credential"] in named for item in person.get("achievements") or [])
        ]


def accepted(edition, code, day):
    for credential in edition.get("credentials") or []:
        if credential["code"] == code:
            return still_accepted(credential, day)
    return False


def still_accepted(credential, day):
    """Through `accepted_through`; without it through a year after `retires_on`; with neither for ever."""
    if credential.get("accepted_through"):
        return day <= day_of(credential["accepted_through"])
    if credential.get("retires_on"):
        return day <= one_year_after(day_of(credential["retires_on"]))
    return True


def one_year_after(day):
    """The same day one year later, 28 February for 29 February."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)


def revoked(world, achievement, day):
    revoked_on = day_of(achievement.get("revoked_on"))
    return revoked_on is not None and day >= revoked_on


def expired(world, achievement, day):
    expires_on = day_of(achievement.get("expires_on"))
    return expires_on is not None and day >= expires_on


def no_longer_accepted(world, achievement, day):
    return not world.accepts(achievement["credential"], day)


def not_yet_earned(world, achievement, day):
    return day < day_of(achievement["earned_on"])


def not_associated(world, achievement, day):
    return not any(in_interval(day, period) for period in achievement.get("associated") or [])


# Why an achievement does not count, in the order of the format's list; it counts when none is true.
REASONS = {
    "revoked": revoked,
    "expired": expired,
    "no-longer-accepted": no_longer_accepted,
    "not-yet-earned": not_yet_earned,
    "not-associated": not_associated,
}
