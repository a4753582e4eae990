"""Every sentence that a notice can say. No names, no purposes, nothing about a film's content."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "clips_to_watch": _("There is something new to watch."),
    "film_ready": _("A film is ready."),
    "film_refused": _("A film can't be used. Its page says why."),
    "clip_offered": _("A clip is offered to you for supervision."),
    "comment_written": _("There is a new comment on a clip."),
    "consent_changed": _("Somebody changed their mind about a clip."),
    "yes_ends": _("Something that you said yes to ends soon. You can say yes again."),
    "password_changed": _("Your password was changed. If that was not you, tell your service at once."),
    "factor_added": _("A second key was added to your sign-in. If that was not you, tell your service at once."),
    "factor_removed": _("The second key of your sign-in was taken off. If you did not ask for it, tell your service."),
    "recovery_used": _("You signed in with a recovery code. If that was not you, tell your service at once."),
    "case_handed_over": _("A case was handed over to you."),
}
