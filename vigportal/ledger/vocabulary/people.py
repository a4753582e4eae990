"""The service, its people, and how they sign in."""

from vigportal.ledger.vocabulary.marking import gettext_noop as _

ROWS = (
    ("service_opened", _("The service was set up."), ""),
    ("service_changed", _("Settings of the service were changed: {parts}."), "parts"),
    ("member_invited", _("Somebody was invited as {role}."), "invitation member role"),
    ("invitation_withdrawn", _("An invitation was taken back."), "invitation member role"),
    ("invitation_accepted", _("An invitation was accepted: {role}."), "invitation member role"),
    ("membership_ended", _("A seat in the service was ended."), "member"),
    ("supervising_started", _("Supervision of a practitioner began."), "supervising supervisor practitioner"),
    ("supervising_ended", _("Supervision of a practitioner ended."), "supervising"),
    ("signed_in", _("Signed in ({method})."), "method"),
    ("signed_out", _("Signed out."), ""),
    ("sign_in_failed", _("A sign-in was refused ({reason})."), "account reason"),
    ("stepped_up", _("Confirmed who they are once more."), ""),
    ("password_changed", _("The password was changed."), ""),
    ("password_reset_sent", _("A new password was asked for."), "account"),
    ("password_reset", _("The password was set anew."), "account"),
    ("email_changed", _("The e-mail address was changed."), "account"),
    ("second_factor_added", _("A second factor was added ({factor})."), "factor"),
    ("second_factor_removed", _("A second factor was removed ({factor})."), "account factor"),
    ("recovery_codes_made", _("New recovery codes were made."), ""),
    ("recovery_used", _("A recovery code was used."), "account"),
    ("sessions_ended", _("Signed out everywhere ({count})."), "account count"),
    ("notices_read", _("Notices were read ({count})."), "count"),
    ("account_anonymised", _("An account was anonymised."), "account"),
)
