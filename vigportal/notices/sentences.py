"""Every sentence that a notice can say. No names, no purposes, nothing about a film's content."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "clips_to_watch": _("There is something new to watch."),
    "film_ready": _("A film is ready."),
    "film_refused": _("A film can't be used. Its page says why."),
    "clip_offered": _("A clip is offered to you for supervision."),
    "comment_written": _("There is a new comment on a clip."),
    "consent_changed": _("Somebody changed their mind about a clip."),
    "case_handed_over": _("A case was handed over to you."),
}
