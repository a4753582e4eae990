"""Every sentence that a notice can say. No names, no purposes, nothing about a film's content."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "clips_to_watch": _("There is something new to watch."),
    "film_ready": _("A film is ready."),
    "film_refused": _("A film can't be used. Its page says why."),
    "clip_offered": _("A clip is offered to you for supervision."),
    "comment_written": _("There is a new comment on a clip."),
    "consent_changed": _("Somebody changed their mind about a clip."),
    "people_settled": _(
        "Your service says who is, and who isn't, in a film, clip or picture. You can say if that is wrong."
    ),
    "absence_said": _("Your service says that you are not in a film. You can say if it's wrong."),
    "people_objected_to": _("Somebody of a family says that they are in a film, clip or picture. It is shut."),
    "second_hand_declined": _("A colleague says that somebody is in a film, clip or picture after all."),
    "yes_ends": _("Something that you said yes to ends soon. You can say yes again."),
    "password_changed": _("Your password was changed. If that was not you, tell your service at once."),
    "factor_added": _("A second key was added to your sign-in. If that was not you, tell your service at once."),
    "factor_removed": _("The second key of your sign-in was taken off. If you did not ask for it, tell your service."),
    "recovery_used": _("You signed in with a recovery code. If that was not you, tell your service at once."),
    "case_handed_over": _("A case was handed over to you."),
}
