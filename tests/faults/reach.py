"""Faults of the other doors: whose case, whose family, whose seat."""

from functools import partial

from tests.faults.fault import Fault

fault = partial(Fault, "gate")
REACH = "tests/families/test_reach.py"
PEOPLE = "tests/accounts/test_service_people.py"
SIGNED = "tests/consent/test_pages_signing.py"
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
        "whoever has left still holds their cases",
        "families/queries.py",
        '        in_force(now),\n        in_force(now, "practitioner__"),\n        case=OuterRef',
        "        in_force(now),\n        case=OuterRef",
        (f"{REACH}::test_that_a_practitioner_whose_seat_has_ended_reaches_nothing",),
    ),
    fault(
        "somebody of another family is found through ones own case",
        "families/access.py",
        "family=case.family_id, pk=person_id",
        "pk=person_id",
        (f"{REACH}::test_that_a_person_of_another_family_is_not_reached_through_ones_own_case",),
    ),
    fault(
        "a right in another family is found through ones own case",
        "families/access.py",
        "person__family=case.family_id, pk=guardianship_id",
        "pk=guardianship_id",
        (f"{REACH}::test_that_a_right_in_another_family_is_not_reached_through_ones_own_case",),
    ),
    fault(
        "a cycle is open to whoever knows its address",
        "sessions/access.py",
        "Cycle.objects.filter(case__in=cases_held_by(actor, now))",
        "Cycle.objects.all()",
        (f"{REACH}::test_that_another_service_a_colleague_the_supervisor_and_strangers_find_nothing_there",),
    ),
    fault(
        "a seat that was ended opens its doors",
        "vigportal/accounts/access.py",
        "Membership.objects.filter(in_force(now), user=actor)",
        "Membership.objects.filter(user=actor)",
        ("tests/accounts/test_sittings.py::test_that_an_ended_seat_closes_its_doors_with_the_next_request",),
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
        "whoever is signed in takes a seat meant for another",
        "vigportal/accounts/access.py",
        "        if user.email != invitation.email:\n",
        "        if not user.email:\n",
        (f"{LINKS}::test_that_somebody_else_who_is_signed_in_takes_no_seat_with_it",),
    ),
    fault(
        "recovery codes are a second factor",
        "vigportal/accounts/middleware.py",
        "Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP)",
        "Authenticator.objects.filter(user=request.user)",
        ("tests/accounts/test_second_factor.py::test_that_recovery_codes_alone_are_no_second_factor",),
    ),
    fault(
        "a manager reads the ledger",
        "vigportal/accounts/roles.py",
        "Role.MANAGER: frozenset({Act.MANAGE_PEOPLE, Act.SET_POLICY})",
        "Role.MANAGER: frozenset({Act.MANAGE_PEOPLE, Act.SET_POLICY, Act.READ_LEDGER})",
        ("tests/ledger/test_pages.py::test_that_the_services_ledger_is_for_who_looks_after_its_data",),
    ),
    fault(
        "a signature is shown to whoever knows its address",
        "consent/access.py",
        'Proof.objects.exclude(object_name="").filter(theirs).distinct()',
        'Proof.objects.exclude(object_name="").distinct()',
        (SIGNED,),
    ),
    fault(
        "a colleague takes another's comment back",
        "videos/access.py",
        "held | offered, written_by=actor, taken_back_at=None",
        "held | offered, taken_back_at=None",
        ("tests/videos/test_clip_page.py::test_that_only_the_writer_takes_a_comment_back",),
    ),
    fault(
        "a colleague of the case goes on with another's upload",
        "videos/access.py",
        "Upload.objects.filter(actor=actor, film__asset",
        "Upload.objects.filter(film__asset",
        ("tests/videos/test_uploads.py::test_that_somebody_elses_upload_is_not_there",),
    ),
    fault(
        "how much a service may hold is changed without asking who is there",
        "videos/views/footage.py",
        '@require_http_methods(["GET", "POST"])\n@proved_lately\n',
        '@require_http_methods(["GET", "POST"])\n',
        (f"{PEOPLE}::test_that_five_minutes_after_the_sign_in_each_act_asks_once_more",),
    ),
)
