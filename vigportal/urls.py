"""Every address, by app."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("vigportal.accounts.urls")),
    path("", include("vigportal.home.urls")),
    path("", include("families.urls")),
    path("", include("sessions.urls")),
    path("", include("consent.urls")),
    path("", include("videos.urls")),
]
