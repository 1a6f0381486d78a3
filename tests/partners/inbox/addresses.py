"""The portal's addresses where there is an inbox."""

from config.urls import inbox
from config.urls import urlpatterns as others

urlpatterns = [inbox, *others]
