"""Addresses of the inbox; `config.urls` includes them only where there is one."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from partners.inbox import views
from partners.inbox.mails import KEY


class KeyConverter(StringConverter):
    """The key of a mail: nothing else becomes part of a file's name."""

    regex = KEY


register_converter(KeyConverter, "mail")

app_name = "inbox"

urlpatterns = [
    path("", views.inbox, name="list"),
    path("<mail:key>/", views.mail, name="mail"),
]
