"""Addresses of accounts, and the pages of allauth that this portal opens (all others of its pages stay shut)."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sittings
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path
from django.views.generic import RedirectView

from vigportal.accounts import views

signing_in = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", login_not_required(RedirectView.as_view(pattern_name="account_login")), name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9a-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", factor.index, name="mfa_index"),
    path("2fa/authenticate/", factor.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("sessions/", sittings.list_usersessions, name="usersessions_list"),
]

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
    path("service/seats/<uuid:membership_id>/factor/", views.remove_factor, name="remove_factor"),
]
