"""Wrong ways to say who is able to decide for themselves: `families/ability.py`."""

ABILITY = "families.ability"

MUTANTS = (
    ("the first finding holds", ABILITY, "max(held, key=lambda", "min(held, key=lambda"),
    (
        "findings to come count",
        ABILITY,
        "for finding in reversed(history) if finding.from_at <= at]",
        "for finding in reversed(history)]",
    ),
    (
        "of two findings of a moment the first holds",
        ABILITY,
        "for finding in reversed(history)",
        "for finding in history",
    ),
    ("intervals are closed", ABILITY, "until_at is None or at < until_at", "until_at is None or at <= until_at"),
    ("birthdays are in UTC", ABILITY, "today = at.astimezone(zone).date()", "today = at.date()"),
    (
        "birthdays come a day early",
        ABILITY,
        "((today.month, today.day) < (born_on.month, born_on.day))",
        "((today.month, today.day + 1) < (born_on.month, born_on.day))",
    ),
    (
        "birthdays come a day late",
        ABILITY,
        "((today.month, today.day) < (born_on.month, born_on.day))",
        "((today.month, today.day) <= (born_on.month, born_on.day))",
    ),
    ("a year is a birthday", ABILITY, "- ((today.month, today.day) < (born_on.month, born_on.day))", ""),
    (
        "a leap child's birthday is 28 February",
        ABILITY,
        "((today.month, today.day) < (born_on.month, born_on.day))",
        "((today.month, today.day) < (born_on.month, min(born_on.day, 28)))",
    ),
    ("adults are 16", ABILITY, "ADULT_AGE = 18", "ADULT_AGE = 16"),
    ("adults are over 18", ABILITY, "else age >= ADULT_AGE", "else age > ADULT_AGE"),
    (
        "capacity isn't looked at",
        ABILITY,
        "lacks_capacity = value_at(person.capacity, at) is False",
        "lacks_capacity = False",
    ),
    ("capacity isn't presumed", ABILITY, "value_at(person.capacity, at) is False", "not value_at(person.capacity, at)"),
    ("who is of unknown age is a child", ABILITY, "    if adult is None:\n        return Stage.UNKNOWN\n", ""),
    (
        "who is of unknown age is an adult",
        ABILITY,
        "    if adult is None:\n        return Stage.UNKNOWN\n    if adult:",
        "    if adult in {None, True}:",
    ),
    (
        "a child without capacity may be competent",
        ABILITY,
        "if competent is None or (competent and lacks_capacity):",
        "if competent is None:",
    ),
    (
        "a child of unknown age isn't competent",
        ABILITY,
        "    if competent is None or (competent and lacks_capacity):",
        "    if competent and lacks_capacity:",
    ),
    (
        "no child is competent",
        ABILITY,
        "return Stage.COMPETENT_CHILD if competent else Stage.CHILD",
        "return Stage.CHILD",
    ),
    (
        "the presumed age goes before the assessment",
        ABILITY,
        "if assessed is not None or age is None:",
        "if age is None:",
    ),
    ("competence isn't presumed", ABILITY, "return age >= ages.presumed_competent", "return False"),
    ("competence is presumed at 16 everywhere", ABILITY, "return age >= ages.presumed_competent", "return age >= 16"),
    ("competence is presumed a year late", ABILITY, "age >= ages.presumed_competent", "age > ages.presumed_competent"),
    (
        "a competent child can't hold a right",
        ABILITY,
        "ABLE = frozenset({Stage.ADULT, Stage.COMPETENT_CHILD})",
        "ABLE = frozenset({Stage.ADULT})",
    ),
    (
        "a child can hold a right",
        ABILITY,
        "ABLE = frozenset({Stage.ADULT, Stage.COMPETENT_CHILD})",
        "ABLE = frozenset({Stage.ADULT, Stage.COMPETENT_CHILD, Stage.CHILD})",
    ),
)
