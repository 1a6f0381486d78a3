"""Addresses of the memberships app."""

from django.urls import path

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
]
