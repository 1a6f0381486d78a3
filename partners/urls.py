"""Addresses of the partners app."""

from django.urls import path

from partners.views.landing import home, landing

app_name = "partners"

urlpatterns = [
    path("", landing, name="landing"),
    path("o/<uuid:organisation>/", home, name="home"),
]
