"""Addresses of the partners app."""

from django.urls import path

from partners.views.enrolment import enrol, enrol_sent, enrolment
from partners.views.invitation import invitation
from partners.views.landing import landing
from partners.views.support import end_look

app_name = "partners"

urlpatterns = [
    path("", landing, name="landing"),
    path("enrol/", enrol, name="enrol"),
    path("enrol/sent/", enrol_sent, name="enrol_sent"),
    path("enrol/confirm/", enrolment, name="enrolment"),
    path("invitation/", invitation, name="invitation"),
    path("support/end/", end_look, name="end_look"),
]
