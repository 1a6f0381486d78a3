"""Asking again who somebody is before what matters, wherever a view wants it."""

import pytest
import time_machine
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import path

from config.urls import urlpatterns as portal
from partners.clock import now
from partners.confirming import recently_authenticated, require_confirmation

pytestmark = pytest.mark.django_db


@login_required
@recently_authenticated
def guarded(request):
    return HttpResponse(request.POST.get("typed", "shown"))


@login_required
def guarded_inside(request):
    if "refused" in request.GET:
        return HttpResponse(status=403)
    require_confirmation(request)
    return HttpResponse("shown")


urlpatterns = [path("guarded/", guarded), path("inside/", guarded_inside), *portal]


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize("page", ["/guarded/", "/inside/"])
def test_who_has_not_confirmed_is_asked_and_comes_back(world, door, page):
    door.password(world.users["ada"])
    answer = door.client.get(page)
    assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
    back = door.client.post(answer["Location"], {"password": "a-password-for-tests", "next": page})
    assert back["Location"] == page
    assert door.client.get(page).content == b"shown"


def test_a_form_that_was_sent_is_not_lost(world, door):
    door.password(world.users["ada"])
    answer = door.client.post("/guarded/", {"typed": "what Ada typed"})
    done = door.client.post(answer["Location"], {"password": "a-password-for-tests", "next": "/guarded/"})
    assert done.content == b"what Ada typed"


def test_it_holds_for_five_minutes(world, door):
    door.password(world.users["ada"])
    door.confirm()
    for seconds, status in ((299, 200), (301, 302)):
        with time_machine.travel(now().timestamp() + seconds):
            assert door.client.get("/guarded/").status_code == status


def test_a_view_may_refuse_before_it_asks(world, door):
    door.password(world.users["ada"])
    assert door.client.get("/inside/?refused").status_code == 403


def test_it_never_leads_to_another_host(world, door):
    door.password(world.users["ada"])
    data = {"password": "a-password-for-tests", "next": "https://elsewhere.example/"}
    assert "elsewhere" not in door.client.post("/accounts/reauthenticate/", data)["Location"]


def test_another_persons_confirmation_counts_for_nothing(world, door):
    door.password(world.users["ada"])
    door.confirm()
    door.client.post("/accounts/logout/")
    door.password(world.users["erik"])
    assert door.client.get("/guarded/").status_code == 302
