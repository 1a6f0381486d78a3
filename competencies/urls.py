"""Addresses of the competencies app: always below the organisation's."""

from django.urls import path

from competencies.views import overrides
from competencies.views.associating import associate, follow, sever
from competencies.views.claiming import claim, share
from competencies.views.coming import coming_editions
from competencies.views.credit import dispute, evidence_of, report_missing, withdraw
from competencies.views.detail import detail
from competencies.views.listing import listing
from competencies.views.own import my_achievements
from competencies.views.people import files, inviting, person
from competencies.views.people import listing as people
from competencies.views.performance import performance, performance_csv
from competencies.views.roll import requirement
from competencies.views.skills import skills_csv, skills_report, skills_xlsx

app_name = "competencies"

urlpatterns = [
    path("o/<uuid:organisation>/competencies/", listing, name="list"),
    path("o/<uuid:organisation>/membership/overrides/", overrides.listing, name="overrides"),
    path("o/<uuid:organisation>/competencies/<str:competency>/", detail, name="detail"),
    path("o/<uuid:organisation>/coming-editions/", coming_editions, name="coming"),
    path(
        "o/<uuid:organisation>/competencies/<str:competency>/people/<str:node>/<path:path>/",
        requirement,
        name="requirement",
    ),
    path("o/<uuid:organisation>/performance/", performance, name="performance"),
    path("o/<uuid:organisation>/performance.csv", performance_csv, name="performance_csv"),
    path("o/<uuid:organisation>/skills/", skills_report, name="skills"),
    path("o/<uuid:organisation>/skills.csv", skills_csv, name="skills_csv"),
    path("o/<uuid:organisation>/skills.xlsx", skills_xlsx, name="skills_xlsx"),
    path("o/<uuid:organisation>/me/", my_achievements, name="my_achievements"),
    path("o/<uuid:organisation>/me/claim/", claim, name="claim"),
    path("o/<uuid:organisation>/me/sharing/", share, name="share"),
    path("o/<uuid:organisation>/me/associate/", associate, name="associate"),
    path("o/<uuid:organisation>/me/following/", follow, name="follow"),
    path("o/<uuid:organisation>/me/sever/", sever, name="sever"),
    path("o/<uuid:organisation>/me/missing/", report_missing, name="report_missing"),
    path("o/<uuid:organisation>/me/reports/<uuid:report>/withdraw/", withdraw, name="withdraw_report"),
    path("o/<uuid:organisation>/me/reports/<uuid:report>/evidence/", evidence_of, name="evidence"),
    path("o/<uuid:organisation>/figures/dispute/", dispute, name="dispute"),
    path("o/<uuid:organisation>/people/", people.people, name="people"),
    path("o/<uuid:organisation>/people/invite/", inviting.invite, name="people_invite"),
    path("o/<uuid:organisation>/people/file/", files.upload, name="people_upload"),
    path("o/<uuid:organisation>/people/file/<uuid:file>/", files.file, name="people_file"),
    path("o/<uuid:organisation>/people/remind/", inviting.remind_all, name="people_remind"),
    path(
        "o/<uuid:organisation>/people/invitations/<uuid:invitation>/send/",
        inviting.send_again,
        name="invitation_send",
    ),
    path(
        "o/<uuid:organisation>/people/invitations/<uuid:invitation>/withdraw/",
        inviting.withdraw,
        name="invitation_withdraw",
    ),
    path("o/<uuid:organisation>/people/<uuid:account>/", person.person, name="person"),
    path("o/<uuid:organisation>/people/<uuid:account>/roles/", person.roles, name="person_roles"),
    path("o/<uuid:organisation>/people/<uuid:account>/remind/", person.remind_one, name="person_remind"),
]
