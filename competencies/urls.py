"""Addresses of the competencies app: always below the organisation's."""

from django.urls import path

from competencies.views.detail import detail
from competencies.views.listing import listing
from competencies.views.own import my_achievements
from competencies.views.performance import performance, performance_csv
from competencies.views.skills import skills_csv, skills_report, skills_xlsx

app_name = "competencies"

urlpatterns = [
    path("o/<uuid:organisation>/competencies/", listing, name="list"),
    path("o/<uuid:organisation>/competencies/<str:competency>/", detail, name="detail"),
    path("o/<uuid:organisation>/performance/", performance, name="performance"),
    path("o/<uuid:organisation>/performance.csv", performance_csv, name="performance_csv"),
    path("o/<uuid:organisation>/skills/", skills_report, name="skills"),
    path("o/<uuid:organisation>/skills.csv", skills_csv, name="skills_csv"),
    path("o/<uuid:organisation>/skills.xlsx", skills_xlsx, name="skills_xlsx"),
    path("o/<uuid:organisation>/me/", my_achievements, name="my_achievements"),
]
