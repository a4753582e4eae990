"""Every address, by app."""

from django.urls import include, path

from vigportal.accounts.urls import signing_in
from vigportal.home.urls import ledger

urlpatterns = [
    path("account/", include(signing_in)),
    path("", include("vigportal.accounts.urls")),
    path("", include("vigportal.home.urls")),
    path("", include(ledger)),
    path("", include("families.urls")),
    path("", include("sessions.urls")),
    path("", include("consent.urls")),
    path("", include("videos.urls")),
]

handler400 = "vigportal.web.errors.bad_request"
handler403 = "vigportal.web.errors.not_allowed"
handler404 = "vigportal.web.errors.not_found"
handler429 = "vigportal.web.errors.too_often"  # asked for by allauth, when somebody tries too often
handler500 = "vigportal.web.errors.broken"
