"""The yes and the no."""

from vigportal.ledger.vocabulary.marking import gettext_noop as _

ROWS = (
    ("text_published", _("A consent text was published."), "text purposes number"),
    (
        "text_published_anew",
        _("A consent text was published; a yes to older words waits until it is given anew."),
        "text purposes number",
    ),
    ("consent_given", _("A yes was recorded."), "declarations people scope purposes"),
    ("consent_refused", _("A no was recorded."), "declarations people scope purposes"),
    ("consent_withdrawn", _("A yes was taken back."), "declarations people scope purposes"),
    ("everything_stopped", _("Everything was stopped."), "declarations people scope"),
    ("dissent_recorded", _("A person showed that they don't want it."), "declarations people scope purposes"),
    ("assent_recorded", _("A person showed that they want it."), "declarations people scope purposes"),
    ("paper_recorded", _("A signed paper was recorded."), "declarations people scope purposes"),
    ("proof_viewed", _("A signature or a signed paper was looked at."), "proof"),
    (
        "void_signed",
        _("A yes was signed as an error; a second signature is waited for."),
        "declaration voided",
    ),
    ("declaration_voided", _("A yes that was entered in error was taken back."), "declaration voided"),
    ("declaration_refused", _("A declaration was not accepted ({reason})."), "about scope reason"),
    ("end_announced", _("Somebody was told that a yes of theirs ends soon."), "people"),
    ("consent_history_taken", _("The history of consent was taken out of the portal ({kind})."), "kind"),
    ("ceiling_changed", _("What the service allows was changed."), "purposes"),
)
