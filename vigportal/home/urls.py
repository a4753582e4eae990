"""The first addresses after signing in."""

from django.urls import path

from vigportal.home import views

app_name = "home"
ledger = (
    [
        path("cases/<uuid:case_id>/ledger/", views.case_ledger, name="case"),
        path("ledger/", views.service_ledger, name="service"),
    ],
    "ledger",
)
urlpatterns = [
    path("", views.start, name="start"),
    path("today/", views.today, name="today"),
    path("family/", views.family, name="family"),
    path("about/", views.about, name="about"),
    path("notices/", views.notices, name="notices"),
]
