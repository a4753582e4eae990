"""Faults of the rule, in what it hears and in what the tables tell it."""

from functools import partial

from tests.faults.fault import Fault

fault = partial(Fault, "rule")
TABLE = "tests/consent/test_policy.py"
RIGHTS = "tests/families/test_guardianships.py"
READS = "tests/consent/test_gate_reads.py"

FAULTS = (
    fault(
        "only a person's own no shuts",
        "consent/policy.py",
        "        if no.by in standing.blockers:\n",
        "        if no.by == person:\n",
        (TABLE,),
    ),
    fault(
        "what is above needs not be active",
        "consent/policy.py",
        "for line in pieces for asset in line)",
        "for line in pieces for asset in line[:1])",
        (TABLE,),
    ),
    fault(
        "a withdrawal is no no",
        "consent/terms.py",
        "NOES = frozenset({Kind.REFUSE, Kind.WITHDRAW})",
        "NOES = frozenset({Kind.REFUSE})",
        (TABLE,),
    ),
    fault("one hand voids a yes", "consent/voices.py", "len(set(void.signers)) > 1", "len(void.signers) > 0", (TABLE,)),
    fault(
        "to keep a copy needs no yes to watching",
        "consent/matters.py",
        "(Action.VIEW, Action.KEEP_COPY),",
        "(Action.KEEP_COPY,),",
        (TABLE,),
    ),
    fault(
        "one parent is enough for a training event",
        "families/standing.py",
        "(Stage.CHILD, Breadth.WIDE): Rule((Voice.EVERY_HOLDER,), PARENTS)",
        "(Stage.CHILD, Breadth.WIDE): Rule((Voice.ANY_HOLDER,), PARENTS)",
        (TABLE,),
    ),
    fault(
        "a yes holds at its very end",
        "families/ability.py",
        "until_at is None or at < until_at",
        "until_at is None or at <= until_at",
        ("tests/families/test_standing.py::test_that_intervals_are_half_open", TABLE),
    ),
    fault(
        "of two findings the one written down first counts",
        "families/ability.py",
        "return max(held, key=",
        "return min(held, key=",
        (TABLE,),
    ),
    fault(
        "a right counts before it was written down",
        "families/record.py",
        "from_at=max(row.starts_at, row.recorded_at),",
        "from_at=row.starts_at,",
        (f"{RIGHTS}::test_that_a_right_written_down_late_counts_from_when_it_was_written_down",),
    ),
    fault(
        "a right needs no second look",
        "families/record.py",
        "verified_at=row.verified_at,",
        "verified_at=row.verified_at or row.recorded_at,",
        (f"{RIGHTS}::test_that_a_recorded_right_can_only_block_until_its_second_look",),
    ),
    fault(
        "a child who was not assessed is not competent",
        "families/record.py",
        "Since(FLAGS.get(row.value), row.recorded_at)",
        'Since(row.value == "yes", row.recorded_at)',
        ("tests/families/test_people.py::test_that_of_a_child_it_is_competence_that_is_found",),
    ),
    fault(
        "a yes for one viewer is read as one for all",
        "consent/queries.py",
        "viewers=frozenset(viewers[key]) or None,",
        "viewers=None,",
        (READS,),
    ),
    fault(
        "the gate hears only what was said about the very clip",
        "consent/queries.py",
        "scope__in=branch, about__in=shown)",
        "scope=asset, about__in=shown)",
        (READS,),
    ),
    fault(
        "the gate forgets who was taken off",
        "consent/queries.py",
        "    for seen in noted:\n",
        "    for seen in (each for each in noted if each.taken_off_at is None):\n",
        (READS,),
    ),
    fault(
        "a replay takes the state of today",
        "consent/queries.py",
        "states=tuple(states[asset.pk]),",
        "states=(Since(asset.state, asset.made_at),),",
        (READS, "tests/consent/test_explaining.py"),
    ),
    fault(
        "older words count for ever",
        "consent/queries.py",
        'oldest_text=rule["oldest_text"],',
        "oldest_text=1,",
        ("tests/consent/test_publishing.py::test_that_an_old_yes_goes_stale_exactly_when_the_manager_says_so",),
    ),
    fault(
        "a service may treat a wide purpose as narrow",
        "consent/rules.py",
        '    if is_wide and Breadth(rule["breadth"]) == Breadth.NARROW:\n        yield Fault.WIDE_AS_NARROW\n',
        "",
        ("tests/consent/test_rules.py",),
    ),
    fault(
        "a parent reads that somebody shows no",
        "consent/wording.py",
        "return NOT_NOW if reason in OF_THE_PORTAL else NOT_EVERYONE",
        "return NOT_NOW if reason in OF_THE_PORTAL else str(WORDS[reason].sentence)",
        ("tests/consent/test_grid.py::test_that_whatever_somebody_said_reads_the_same_to_the_family",),
    ),
)
