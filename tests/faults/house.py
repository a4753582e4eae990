"""Faults of the source itself, which the tests of the house have to notice."""

from functools import partial

from tests.faults.fault import Fault

fault = partial(Fault, "house")
HOUSE = "tests/house/test_house.py::test_that_the_house_has_no"
LONG = "    family = asset.case.family\n" * 40
IMPORTS = "tests/house/test_repository.py::test_that_imports_go_only_downwards"

FAULTS = (
    fault(
        "an action has no entry",
        "vigportal/accounts/actions.py",
        '    enter("supervising_ended", actor=actor, service_id=service_id, now=now, supervising=supervising.pk)\n',
        "",
        (f"{HOUSE}[actions without their entry]",),
    ),
    fault(
        "a view reaches past its door into the table",
        "consent/views/receipts.py",
        "    said = declaration_for(request.user, declaration_id, now)\n    is_held",
        "    said = Declaration.objects.get(pk=declaration_id)\n    is_held",
        (f"{HOUSE}[views with objects]",),
    ),
    fault(
        "an address has no row in the matrix",
        "sessions/urls.py",
        'name="set_aside"),\n',
        'name="set_aside"),\n    path("goals/<uuid:goal_id>/again/", goals.set_aside, name="again"),\n',
        ("tests/matrix/test_matrix.py::test_that_every_url_has_its_row_and_every_row_its_url",),
    ),
    fault(
        "the rule imports Django",
        "consent/policy.py",
        "from consent.decisions import ORDER",
        "from django.utils import timezone\n\nfrom consent.decisions import ORDER",
        (IMPORTS,),
    ),
    fault(
        "the rule looks at the clock",
        "consent/policy.py",
        "ceiling = value_at(facts.ceilings, question.at)",
        "ceiling = value_at(facts.ceilings, datetime.now(UTC))",
        (f"{HOUSE}[loud quiet rooms]",),
    ),
    fault(
        "a function has sixty lines",
        "consent/access.py",
        "    noted = set(asset.appearances.filter",
        LONG + "    noted = set(asset.appearances.filter",
        (f"{HOUSE}[long functions]",),
    ),
    fault(
        "a function has another word for a person",
        "consent/access.py",
        "def root_for(case: Case",
        "def root_for_client(case: Case",
        (f"{HOUSE}[banned names]",),
    ),
    fault(
        "a page shows text that is not escaped",
        "templates/consent/_words.html",
        "{{ line }}",
        "{{ line|safe }}",
        (f"{HOUSE}[broken policy]",),
    ),
    fault(
        "the pins are older than what the project asks for",
        "requirements.txt",
        "\ndjango==5.2.19 ",
        "\ndjango==5.1.9 ",
        ("tests/house/test_repository.py::test_that_pins_meet_pyproject",),
    ),
)
