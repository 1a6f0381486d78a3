"""C5 is refused by the database also to two connections at once."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from competencies.models import Achievement, Affiliation, Association
from tests.world import World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
DAY = date(2018, 3, 1)


def together(*writes):
    """Each write in a connection and transaction of its own, all open before the first commits."""
    barrier, results = threading.Barrier(len(writes)), [None] * len(writes)

    def run(number, write):
        try:
            with transaction.atomic():
                barrier.wait(timeout=10)
                write()
            results[number] = "written"
        except IntegrityError as error:
            results[number] = str(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(writes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return results


def test_two_open_affiliations_of_one_person():
    world = World(DAY)
    user, organisations = world.user("erik"), [world.organisation("Contoso"), world.organisation("Fabrikam")]

    def tie(organisation):
        return lambda: Affiliation.objects.create(user=user, organisation=organisation, starts_on=DAY)

    results = together(*[tie(each) for each in organisations])
    assert results.count("written") == 1
    assert any("affiliation_one_open_per_person" in result for result in results)


def test_two_open_associations_of_one_achievement():
    world = World(DAY)
    user, contoso = world.user("erik"), world.organisation("Contoso")
    achievement = Achievement.objects.get(transcript=world.transcript(user, "cloud-basic"))
    left = Affiliation.objects.create(user=user, organisation=contoso, starts_on=DAY, until=DAY)
    tied = Affiliation.objects.create(user=user, organisation=contoso, starts_on=DAY)

    def associate(affiliation):
        return lambda: Association.objects.create(
            affiliation=affiliation, achievement=achievement, starts_on=DAY
        )

    results = together(associate(left), associate(tied))
    assert results.count("written") == 1
    assert any("association_one_open_per_achievement" in result for result in results)
