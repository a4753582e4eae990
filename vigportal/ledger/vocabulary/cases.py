"""Families, cases, and the work: goals, cycles, filming, shared reviews, letters."""

from vigportal.ledger.vocabulary.marking import gettext_noop as _

ROWS = (
    # Families and cases
    ("family_opened", _("A family was entered."), "family"),
    ("person_added", _("A person was added to the family ({kind})."), "person kind"),
    ("person_corrected", _("What is known about a person was corrected: {parts}."), "person parts"),
    ("person_anonymised", _("A person's record was anonymised."), "person"),
    (
        "guardianship_recorded",
        _("Who may decide for somebody was recorded."),
        "guardianship person holder basis",
    ),
    ("guardianship_verified", _("Who may decide for somebody was verified."), "guardianship person holder"),
    ("guardianship_ended", _("Somebody may no longer decide for a person."), "guardianship person holder"),
    ("capacity_recorded", _("A person's capacity to decide was recorded: {outcome}."), "person outcome"),
    ("competence_recorded", _("A child's competence to decide was recorded: {outcome}."), "person outcome"),
    ("case_opened", _("The case was opened."), "case family"),
    ("case_changed", _("The case was changed: {parts}."), "parts"),
    ("helping_question_agreed", _("A helping question was agreed."), ""),
    ("case_closed", _("The case was closed."), "reason"),
    ("case_reopened", _("The case was opened again."), ""),
    ("case_handed_over", _("The case was handed over."), "assignment practitioner"),
    ("practitioner_assigned", _("A practitioner was given the case."), "assignment practitioner"),
    ("practitioner_released", _("A practitioner no longer holds the case."), "assignment practitioner"),
    # Goals and cycles
    ("goal_agreed", _("A goal was agreed."), "goal"),
    ("goal_changed", _("A goal was changed: {parts}."), "goal parts"),
    ("goal_set_aside", _("A goal was set aside."), "goal"),
    ("goal_rated", _("A goal was rated {value}."), "goal cycle role value"),
    ("goals_rated", _("The goals were rated ({count})."), "cycle count parts"),
    ("cycle_opened", _("Cycle {number} was opened."), "cycle number"),
    ("filming_planned", _("Filming was planned."), "filming planned_for"),
    ("filming_held", _("A filming session was held."), "filming people"),
    ("filming_changed", _("A filming session was changed: {parts}."), "filming parts"),
    ("review_planned", _("A shared review was planned."), "review planned_for"),
    ("review_held", _("A shared review was held."), "review"),
    ("review_changed", _("A shared review was changed: {parts}."), "review parts"),
    ("next_step_agreed", _("A next step was agreed."), "review"),
    ("letter_made", _("A letter was made ({kind})."), "kind digest"),
)
