"""Which practitioners hold a case: shared, handed over, let go."""

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from families.actions.holding import assign_practitioner, hand_over
from families.models import Assignment
from families.writer import Refused
from tests.cast import Cast, events_of, make_cast, make_seat, make_user, signed_in
from vigportal.accounts.models import Membership, User
from vigportal.accounts.roles import Role
from vigportal.notices.models import Notice

pytestmark = pytest.mark.django_db


def _post(cast: Cast, page: str, colleague: Membership) -> Any:
    address = reverse(f"families:{page}", args=[cast.case.pk])
    return signed_in(cast.maya).post(address, {"colleague": str(colleague.pk)}, follow=True)


def _sees(user: User, cast: Cast) -> bool:
    return signed_in(user).get(reverse("families:case", args=[cast.case.pk])).status_code == 200


def test_that_a_shared_case_is_held_by_both() -> None:
    cast = make_cast()
    assert not _sees(cast.priya, cast)
    _post(cast, "assign", cast.priya_seat)
    assert _sees(cast.priya, cast)
    assert _sees(cast.maya, cast)
    assert events_of(cast.case) == ["practitioner_assigned"]


def test_that_a_case_handed_over_is_held_by_the_colleague_alone_from_now_on() -> None:
    cast = make_cast()
    page = _post(cast, "hand_over", cast.priya_seat)
    assert "Case 0001 is handed over." in page.content.decode()
    assert _sees(cast.priya, cast)
    assert not _sees(cast.maya, cast)
    cast.assignment.refresh_from_db()
    assert cast.assignment.ends_at == Assignment.objects.get(practitioner=cast.priya_seat).starts_at
    assert events_of(cast.case) == ["case_handed_over"]


def test_that_the_colleague_is_told_on_screen_and_by_a_mail_that_names_nobody(
    django_capture_on_commit_callbacks: Any,
) -> None:
    cast = make_cast()
    with django_capture_on_commit_callbacks(execute=True):
        hand_over(actor=cast.maya, case=cast.case, colleague=cast.priya_seat, now=cast.now)
    notice = Notice.objects.get(to=cast.priya)
    assert (notice.sentence, notice.path) == ("case_handed_over", reverse("families:case", args=[cast.case.pk]))
    sent = mail.outbox[0]
    assert (sent.subject, sent.to) == ("You have a message", [cast.priya.email])
    for name in ("Leo", "Rosa", "The L. family", "0001", "Maya"):
        assert name not in sent.body


@pytest.mark.parametrize("page", ["assign", "hand_over"])
def test_that_only_colleagues_who_hold_cases_here_can_be_chosen(page: str) -> None:
    cast = make_cast()
    manager = make_seat(make_user("Mina"), cast.service, Role.MANAGER, cast.since)
    for seat in (cast.nadia_seat, manager, cast.rosa_seat, cast.maya_seat):
        assert "Please look at this again" in _post(cast, page, seat).content.decode()
    assert Assignment.objects.filter(case=cast.case).count() == 1


@pytest.mark.parametrize("act", [assign_practitioner, hand_over])
def test_that_the_action_itself_refuses_another_service_and_who_holds_it_already(act: Any) -> None:
    cast = make_cast()
    for seat, reason in ((cast.nadia_seat, "not_a_colleague"), (cast.maya_seat, "holds_it_already")):
        with pytest.raises(Refused) as refused:
            act(actor=cast.maya, case=cast.case, colleague=seat, now=cast.now)
        assert refused.value.reason.value == reason
    assert not Notice.objects.exists()


def test_that_somebody_lets_a_shared_case_go_and_the_last_one_cannot() -> None:
    cast = make_cast()
    address = reverse("families:release", args=[cast.case.pk, cast.assignment.pk])
    page = signed_in(cast.maya).post(address, {})
    assert "Nobody else holds this case" in page.content.decode()
    _post(cast, "assign", cast.priya_seat)
    assert signed_in(cast.maya).post(address, {}).headers["Location"] == reverse("families:caseload")
    assert not _sees(cast.maya, cast)
    assert events_of(cast.case) == ["form_refused", "practitioner_assigned", "practitioner_released"]


def test_that_a_colleague_whose_seat_has_ended_does_not_count_as_somebody() -> None:
    cast = make_cast()
    _post(cast, "assign", cast.priya_seat)
    Membership.objects.filter(pk=cast.priya_seat.pk).update(ends_at=cast.now)
    address = reverse("families:release", args=[cast.case.pk, cast.assignment.pk])
    assert "Nobody else holds this case" in signed_in(cast.maya).post(address, {}).content.decode()
