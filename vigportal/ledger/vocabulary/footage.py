"""Films, clips, stills, and who watched them."""

from vigportal.ledger.vocabulary.marking import gettext_noop as _

ROWS = (
    # Films, clips, stills
    ("upload_started", _("An upload was started."), "upload film size"),
    ("upload_completed", _("An upload was completed."), "upload film size digest"),
    ("upload_refused", _("An upload was refused ({reason})."), "upload reason"),
    ("upload_cancelled", _("An upload was cancelled."), "upload film"),
    ("upload_expired", _("An upload was not finished in time."), "upload film"),
    ("film_refused", _("A film could not be used ({reason})."), "film reason"),
    ("film_ready", _("A film was made ready."), "film"),
    ("film_failed", _("Making a film ready stopped."), "film attempt"),
    ("film_retried", _("Making a film ready was tried again."), "film"),
    ("film_moved", _("A film was moved to another case."), "film case moved_to"),
    ("film_erased", _("A film was erased."), "film assets reason"),
    ("clip_marked", _("A clip was marked."), "clip film first_frame last_frame"),
    ("clip_changed", _("A clip was changed: {parts}."), "clip parts"),
    ("clip_ready", _("A clip was made ready."), "clip"),
    ("cutting_failed", _("Cutting a clip or a still picture stopped."), "asset attempt"),
    ("clip_retried", _("Cutting a clip was tried again."), "clip"),
    ("clip_erased", _("A clip was erased."), "clip assets reason"),
    ("erasing_failed", _("Erasing stopped; it is tried again."), "asset attempt"),
    ("still_ready", _("A still picture was made ready."), "still"),
    ("still_taken", _("A still picture was taken."), "still clip"),
    ("still_erased", _("A still picture was erased."), "still reason"),
    ("heading_tagged", _("A clip was put under a heading."), "clip heading"),
    ("heading_untagged", _("A clip was taken from under a heading."), "clip heading"),
    ("note_written", _("A note on a clip was written."), "note clip"),
    ("comment_written", _("A comment on a clip was written."), "comment clip"),
    ("comment_taken_back", _("A comment on a clip was taken back."), "comment clip"),
    ("people_confirmed", _("Who is seen or heard was confirmed."), "asset people"),
    ("person_taken_off", _("A person was taken off."), "asset person reason"),
    ("clip_shared", _("A clip was put before the family."), "clip people"),
    ("share_ended", _("A clip is no longer put before somebody."), "share clip"),
    ("clip_offered", _("A clip was offered to supervision."), "share clip member"),
    # Watching
    ("viewed", _("Was watched ({kind})."), "asset kind viewing"),
    ("confirming_viewed", _("Was opened to confirm who is in it."), "asset viewing"),
    ("view_refused", _("Was not shown: {reasons}."), "asset reasons"),
    ("viewing_stopped_by_consent", _("Went dark while it was open: {reasons}."), "asset viewing reasons"),
    ("copy_kept", _("A copy was kept."), "asset"),
)
