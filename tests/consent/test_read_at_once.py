"""Several cases read at once: each case's facts are its own, so that the time grows with what is read."""

import pytest

from consent.loader import facts_for_case, facts_for_cases
from tests.cast import make_adult, make_case, make_cast, make_child, make_family, make_guardianship

pytestmark = pytest.mark.django_db


def test_that_a_case_read_with_others_knows_the_same_people_and_makers_as_read_alone() -> None:
    cast = make_cast()
    family = make_family(cast.service, "The N. family", cast.since)
    aunt = make_adult(family, "Nora", cast.maya, cast.since)
    nils = make_child(family, "Nils", cast.maya, cast.since, age=4, now=cast.now)
    make_guardianship(nils, aunt, cast.maya, cast.since)
    cases = [cast.case, make_case(family, cast.maya_seat, cast.since), cast.other_case]
    together = facts_for_cases(cases)
    for case in cases:
        alone = facts_for_case(case)
        assert together[case.pk].person_by_id == alone.person_by_id
        assert set(together[case.pk].makers) == set(alone.makers)
