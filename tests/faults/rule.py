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
    fault("one hand voids a yes", "consent/voices.py", "len(set(void.signers)) > 1", "len(void.signers) > 0", (TABLE,)),
    fault(
        "a yes holds at its very end",
        "families/ability.py",
        "until_at is None or at < until_at",
        "until_at is None or at <= until_at",
        ("tests/families/test_standing.py::test_that_intervals_are_half_open",),
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
        (READS,),
    ),
    fault(
        "a yes for one viewer is read as one for all",
        "consent/loader.py",
        "viewers=frozenset(viewers[key]) or None,",
        "viewers=None,",
        (READS,),
    ),
    fault(
        "the gate hears only what was said about the very clip",
        "consent/loader.py",
        "Q(scope__in=branch) |",
        "Q(scope=asset) |",
        (READS,),
    ),
    fault(
        "the gate doesn't read what was said of the same frames",
        "consent/loader.py",
        "Q(voids__scope__in=branch) | Q(scope__in=same_frames, kind__in=CLOSING),",
        "Q(voids__scope__in=branch),",
        (READS,),
    ),
    fault(
        "the gate doesn't read a void that was written for another scope",
        "consent/loader.py",
        "| Q(voids__scope__in=branch) |",
        "|",
        (READS,),
    ),
    fault(
        "noes stay behind when a film moves",
        "consent/carrying.py",
        "    if old.case.family_id != new.case.family_id:\n",
        "    if old.pk != new.pk:\n",
        ("tests/videos/test_noes_follow.py",),
    ),
    fault(
        "of two uploads of one file the slower forgets what was stopped",
        "videos/queries.py",
        'exclude(digest="").exclude(pk=film.pk)',
        'exclude(digest="").exclude(pk=film.pk).filter(added_at__lt=film.added_at)',
        ("tests/videos/test_noes_follow.py",),
    ),
    fault(
        "the gate forgets who was taken off",
        "consent/loader.py",
        "    for seen in noted:\n",
        "    for seen in (each for each in noted if each.taken_off_at is None):\n",
        (READS,),
    ),
    fault(
        "a parent reads that somebody shows no",
        "consent/wording.py",
        "return NOT_NOW if reason in OF_THE_PORTAL else NOT_EVERYONE",
        "return NOT_NOW if reason in OF_THE_PORTAL else str(WORDS[reason].sentence)",
        ("tests/consent/test_grid.py::test_that_whatever_somebody_said_reads_the_same_to_the_family",),
    ),
)
