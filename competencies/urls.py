"""Addresses of the competencies app: always below the organisation's."""

from django.urls import path

from competencies.views.detail import detail
from competencies.views.listing import listing
from competencies.views.own import my_achievements

app_name = "competencies"

urlpatterns = [
    path("o/<uuid:organisation>/competencies/", listing, name="list"),
    path("o/<uuid:organisation>/competencies/<str:competency>/", detail, name="detail"),
    path("o/<uuid:organisation>/me/", my_achievements, name="my_achievements"),
]
