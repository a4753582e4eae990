"""Faults of the other doors: whose case, whose family, whose seat."""

from functools import partial

from tests.faults.fault import Fault

fault = partial(Fault, "gate")
PEOPLE = "tests/accounts/test_service_people.py"
LINKS = "tests/accounts/test_invitations.py"

FAULTS = (
    fault(
        "a case that was handed over is still held",
        "families/queries.py",
        '        in_force(now),\n        in_force(now, "practitioner__"),\n        case=OuterRef',
        '        in_force(now, "practitioner__"),\n        case=OuterRef',
        ("tests/families/test_holding.py::test_that_a_case_handed_over_is_held_by_the_colleague_alone_from_now_on",),
    ),
    fault(
        "a seat that was ended opens its doors",
        "vigportal/accounts/access.py",
        "Membership.objects.filter(in_force(now), user=actor)",
        "Membership.objects.filter(user=actor)",
        (f"{PEOPLE}::test_that_a_manager_ends_a_seat_and_its_doors_close_with_the_next_request",),
    ),
    fault(
        "a manager ends seats of another service",
        "vigportal/accounts/access.py",
        "in_force(now), service=service, role__in=WORKING_ROLES, user__isnull=False",
        "in_force(now), role__in=WORKING_ROLES, user__isnull=False",
        (f"{PEOPLE}::test_that_a_manager_reaches_nothing_of_another_service",),
    ),
    fault(
        "a link opens a seat for ever",
        "vigportal/accounts/access.py",
        "accepted_at=None, expires_at__gt=now, membership",
        "accepted_at=None, membership",
        (f"{LINKS}::test_that_a_link_ends_after_seven_days",),
    ),
    fault(
        "recovery codes are a second factor",
        "vigportal/accounts/middleware.py",
        "Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP)",
        "Authenticator.objects.filter(user=request.user)",
        ("tests/accounts/test_second_factor.py::test_that_recovery_codes_alone_are_no_second_factor",),
    ),
    fault(
        "a colleague of the case goes on with another's upload",
        "videos/access.py",
        "Upload.objects.filter(actor=actor, film__asset",
        "Upload.objects.filter(film__asset",
        ("tests/videos/test_uploads.py::test_that_a_colleague_who_holds_the_case_too_does_not_go_on_with_it",),
    ),
    fault(
        "how much a service may hold is changed without asking who is there",
        "videos/views/footage.py",
        '@require_http_methods(["GET", "POST"])\n@proved_lately\n',
        '@require_http_methods(["GET", "POST"])\n',
        ("tests/accounts/test_step_up.py",),
    ),
)
