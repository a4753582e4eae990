"""Addresses of accounts (signing in itself is allauth's, under /account/)."""

from django.urls import path

from vigportal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("join/", views.join, name="join"),
    path("join/<str:token>/", views.open_link, name="open_link"),
    path("me/", views.account, name="account"),
    path("service/", views.service, name="service"),
    path("service/settings/", views.settings, name="settings"),
    path("service/invite/", views.invite, name="invite"),
    path(
        "service/invitations/<uuid:invitation_id>/withdraw/",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("service/supervising/", views.supervise, name="supervise"),
    path("service/supervising/<uuid:supervising_id>/end/", views.end_supervising, name="end_supervising"),
    path("service/seats/<uuid:membership_id>/end/", views.end_seat, name="end_seat"),
]
