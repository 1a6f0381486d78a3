"""Addresses of the memberships app: an organisation's below its own, and what customers find."""

from django.urls import path

from memberships.views import (
    badge,
    benefits,
    calendars,
    catalogue,
    compare,
    find,
    leaving,
    offers,
    ordering,
    orders,
    partner,
    profiles,
    referral,
    referrals,
    request_page,
    requests,
    seats,
    sitemaps,
)
from memberships.views.history import history, history_csv
from memberships.views.home import home
from memberships.views.notifications import mark_read, notification_list, notification_settings

app_name = "memberships"

urlpatterns = [
    path("o/<uuid:organisation>/", home, name="home"),
    path("o/<uuid:organisation>/notifications/", notification_list, name="notifications"),
    path("o/<uuid:organisation>/notifications/read/", mark_read, name="mark_read"),
    path(
        "o/<uuid:organisation>/notifications/settings/", notification_settings, name="notification_settings"
    ),
    path("o/<uuid:organisation>/membership/history/", history, name="history"),
    path("o/<uuid:organisation>/membership/history.csv", history_csv, name="history_csv"),
    path("o/<uuid:organisation>/calendar/", calendars.calendar, name="calendar"),
    path("o/<uuid:organisation>/calendar/make/", calendars.make, name="make_calendar"),
    path("o/<uuid:organisation>/calendar/remove/", calendars.remove, name="remove_calendar"),
    path("calendar.ics", calendars.file, name="calendar_file"),
    path("o/<uuid:organisation>/people/<uuid:account>/end/", leaving.end, name="person_end"),
    path("o/<uuid:organisation>/membership/benefits/", benefits.listing, name="benefits"),
    path(
        "o/<uuid:organisation>/membership/benefits/<slug:benefit>/activate/",
        benefits.activate,
        name="activate_benefit",
    ),
    path(
        "o/<uuid:organisation>/membership/benefits/<uuid:entitlement>/key/",
        benefits.reveal_key,
        name="reveal_key",
    ),
    path("o/<uuid:organisation>/membership/benefits/<uuid:entitlement>/seats/", seats.seats, name="seats"),
    path(
        "o/<uuid:organisation>/membership/benefits/<uuid:entitlement>/seats/assign/",
        seats.assign,
        name="assign_seat",
    ),
    path(
        "o/<uuid:organisation>/membership/benefits/seats/<uuid:seat>/take-back/",
        seats.take_back,
        name="take_back_seat",
    ),
    path("o/<uuid:organisation>/offers/", offers.listing, name="offers"),
    path("o/<uuid:organisation>/offers/<str:offer>/", ordering.order_offer, name="order_offer"),
    path("o/<uuid:organisation>/orders/", orders.listing, name="orders"),
    path("o/<uuid:organisation>/orders/<uuid:order>/", orders.detail, name="order"),
    path("o/<uuid:organisation>/orders/<uuid:order>/invoice/", orders.invoice, name="invoice"),
    path("o/<uuid:organisation>/orders/<uuid:order>/invoice.pdf", orders.invoice_file, name="invoice_file"),
    path("o/<uuid:organisation>/orders/<uuid:order>/proof/", orders.upload_proof, name="upload_proof"),
    path("o/<uuid:organisation>/orders/<uuid:order>/cancel/", orders.cancel, name="cancel_order"),
]

# The marketing profiles of an organisation.
_profile = "o/<uuid:organisation>/profile/<uuid:profile>/"
urlpatterns += [
    path("o/<uuid:organisation>/profile/", profiles.listing, name="profiles"),
    path(_profile, profiles.edit, name="profile"),
    path(f"{_profile}preview/", profiles.preview, name="preview_profile"),
    path(f"{_profile}publish/", profiles.publish, name="publish_profile"),
    path(f"{_profile}withdraw/", profiles.withdraw, name="withdraw_profile"),
    path(f"{_profile}logo/", profiles.saved_logo, name="profile_logo"),
]

# What customers ask of the organisation.
_referrals = "o/<uuid:organisation>/referrals/"
urlpatterns += [
    path(_referrals, referrals.listing, name="referrals"),
    path(f"{_referrals}archive/", referrals.archive, name="referral_archive"),
    path(f"{_referrals}analysis/", referrals.analysis, name="referral_analysis"),
    path(f"{_referrals}analysis.csv", referrals.analysis_csv, name="referral_csv"),
    path(f"{_referrals}<uuid:referral>/", referral.detail, name="referral"),
    path(f"{_referrals}<uuid:referral>/<slug:deed>/", referral.act, name="referral_act"),
]

# For customers, who are not signed in. Before the partners' pages: a request is none.
urlpatterns += [
    path("find/request/", requests.ask, name="request"),
    path("find/request/sent/", requests.sent, name="request_sent"),
    path("find/request/confirm/", request_page.confirm, name="confirm_request"),
    path("find/request/mine/", request_page.own, name="own_request"),
]

# The directory.
urlpatterns += [
    path("find/", find.find, name="find"),
    path("find/compare/", compare.compare, name="compare"),
    path("find/<uuid:partner_id>/", partner.detail, name="partner"),
    path("find/<uuid:partner_id>/logo/<slug:digest>", partner.logo, name="logo"),
    path("find/<uuid:partner_id>/badge/<slug:language>.svg", badge.badge, name="badge"),
    path("catalogue/", catalogue.current, name="catalogue"),
    path("catalogue/<str:edition>/", catalogue.edition, name="catalogue_edition"),
    path("catalogue/<str:edition>/<slug:competency>/", catalogue.competency, name="catalogue_competency"),
    path("catalogue/<str:edition>.json", catalogue.as_json, name="catalogue_json"),
    path("catalogue/<str:edition>.yaml", catalogue.as_yaml, name="catalogue_yaml"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.part, name="sitemap_part"),
    path("robots.txt", sitemaps.robots, name="robots"),
]
