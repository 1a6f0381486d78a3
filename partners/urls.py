"""Addresses of the partners app."""

from django.urls import path

from partners.views.landing import landing

app_name = "partners"

urlpatterns = [
    path("", landing, name="landing"),
]
