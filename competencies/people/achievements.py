"""What an organisation may know of one person's achievements (A7)."""

from django.db.models import Q

from competencies.facts import Person
from competencies.models import Achievement, Transcript
from competencies.presenters.achievements import Held
from competencies.presenters.situation import Situation
from competencies.programme import Competency, Edition, predicates
from partners.models import Account


def held_here(account: Account, situation: Situation) -> list[Held]:
    """The person's achievements as the organisation's facts have them, by credential and day.

    They leave out what was never associated here, unless the person shares the transcript, and what became of
    the others after their association ended.
    """
    people = (each for each in situation.facts.people if each.id == str(account.user_id))
    person = next(people, Person(str(account.user_id)))
    found = sorted(person.achievements, key=lambda one: (one.credential, one.earned_on))
    return [
        Held(
            credential=each.credential,
            earned_on=each.earned_on,
            expires_on=each.expires_on,
            revoked_on=each.revoked_on,
            associated_with="",
            here=each.associated,
        )
        for each in found
    ]


def concerned(account: Account, edition: Edition) -> list[str]:
    """The competencies that name a credential of the person: only these need explaining, in one query."""
    here = Q(
        associations__affiliation__organisation=account.organisation_id,
        associations__affiliation__user=account.user_id,
    )
    if account.shares_transcript:
        here |= Q(transcript__user=account.user_id)
    codes = set(Achievement.objects.filter(here).values_list("credential", flat=True))
    return [key for key, one in edition.competencies.items() if codes & _named(one)]


def _named(competency: Competency) -> set[str]:
    nodes = (node for path in competency.paths for node in path.requires)
    return {code for node in nodes for predicate in predicates(node) for code in predicate.codes}


def mcids_here(account: Account) -> list[str]:
    """The MCIDs of the transcripts of which something is or was associated with the organisation."""
    own = Transcript.objects.filter(
        user=account.user_id,
        achievements__associations__affiliation__organisation=account.organisation_id,
        achievements__associations__affiliation__user=account.user_id,
    )
    return list(own.order_by("mcid").values_list("mcid", flat=True).distinct())
