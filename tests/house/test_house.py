"""The house keeps its rules, and each rule bites: given what it forbids, it says so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest

from tests.house import ceilings, pages, repository, rooms, shapes, words
from tests.house.source import ROOT, File, building, files

LONG = "pass\n" * 301


@dataclass(frozen=True)
class Rule:
    """A question to ask of every file, and a file of which it must complain."""

    check: Callable[[File], Iterable[str]]
    path: str
    bad: str

    def __str__(self) -> str:
        return self.check.__name__.replace("_", " ")


def _function(lines: int, name: str = "f", arguments: str = "") -> str:
    return f"def {name}({arguments}):\n" + "    pass\n" * (lines - 1)


def _action(body: str, arguments: str = "*, actor, now", decorator: str = "@transaction.atomic(durable=True)") -> str:
    return f"{decorator}\ndef give({arguments}):\n    {body}\n"


RULES = [
    Rule(ceilings.long_files, "consent/a.py", LONG),
    Rule(ceilings.long_files, "static/js/a.js", LONG),
    Rule(ceilings.long_templates, "templates/a.html", "<p>\n" * 121),
    Rule(ceilings.long_readme, "README.md", "line\n" * 251),
    Rule(ceilings.long_functions, "consent/a.py", _function(41)),
    Rule(ceilings.long_functions, "consent/views.py", _function(26)),
    Rule(ceilings.long_functions, "consent/views/grid.py", _function(26)),
    Rule(ceilings.long_functions, "consent/tasks.py", _function(9)),
    Rule(ceilings.many_parameters, "consent/a.py", _function(2, arguments="a, b, c, *, d, e, f, g")),
    Rule(ceilings.unnamed_migrations, "consent/migrations/0002_auto_20261122.py", ""),
    Rule(shapes.views_with_objects, "consent/views.py", "Asset.objects.get(pk=1)"),
    Rule(shapes.views_in_classes, "consent/views.py", "class Grid: pass"),
    Rule(shapes.actions_unlike_actions, "consent/actions.py", _action("enter()", "actor, *, now")),
    Rule(shapes.actions_unlike_actions, "consent/actions.py", _action("enter()", "*, actor")),
    Rule(shapes.actions_unlike_actions, "consent/actions.py", _action("enter()", "*, actor, now, request")),
    Rule(shapes.actions_unlike_actions, "consent/actions.py", _action("enter()", decorator="@transaction.atomic")),
    Rule(shapes.actions_unlike_actions, "consent/actions.py", _action("Asset.objects.create()", decorator="")),
    Rule(
        shapes.actions_unlike_actions,
        "consent/actions.py",
        _action("grow()", decorator="from consent.writer import grow"),
    ),
    Rule(shapes.actions_without_their_entry, "consent/actions.py", _action("pass")),
    Rule(shapes.actions_without_their_entry, "consent/actions.py", _action("enter() or enter()")),
    Rule(
        shapes.actions_without_their_entry,
        "consent/actions/give.py",
        _action("enter() or _also()") + "def _also():\n    enter()\n",
    ),
    Rule(shapes.writers_that_begin, "consent/writer.py", "@transaction.atomic\ndef grow(): pass"),
    Rule(shapes.models_that_save, "consent/models.py", "class A:\n    def save(self): pass"),
    Rule(shapes.rows_that_tell, "consent/models.py", "class A:\n    def __str__(self):\n        return self.name"),
    Rule(shapes.choices_in_lists, "consent/models.py", "CharField(choices=[('a', 'A')])"),
    Rule(shapes.tests_with_other_names, "tests/consent/test_a.py", "def test_it(): pass"),
    Rule(shapes.tests_that_look_away, "tests/consent/test_a.py", "@pytest.mark.skip\ndef test_that_x(): pass"),
    Rule(shapes.counts_without_with, "tests/consent/test_a.py", "django_assert_num_queries(1)"),
    Rule(words.banned_names, "consent/a.py", "def greet(current_user): pass"),
    Rule(words.banned_names, "consent/a.py", "class PatientList: pass"),
    Rule(words.banned_names, "consent/a.py", "optInDate = 1\nopt_in = 2"),
    Rule(words.banned_classes, "videos/models.py", "class Video: pass"),
    Rule(words.banned_modules, "consent/utils.py", ""),
    Rule(words.banned_modules, "consent/services/give.py", ""),
    Rule(words.plaques, "consent/__init__.py", ""),
    Rule(rooms.environment_readers, "consent/a.py", "import os\nos.environ['HOME']"),
    Rule(rooms.environment_readers, "consent/a.py", "import os\nos.getenv('HOME')"),
    Rule(rooms.process_starters, "consent/a.py", "import subprocess"),
    Rule(rooms.process_starters, "consent/a.py", "from subprocess import run"),
    Rule(rooms.process_starters, "consent/a.py", "import os\nos.system('ls')"),
    Rule(rooms.admin_doors, "consent/admin.py", "from django.contrib.admin import site"),
    Rule(rooms.loud_quiet_rooms, "consent/policy.py", "from datetime import datetime\ndatetime.now()"),
    Rule(rooms.loud_quiet_rooms, "consent/policy.py", "open('a')"),
    Rule(rooms.large_quiet_rooms, "consent/policy.py", "pass\n" * 201),
    Rule(pages.broken_policy, "templates/a.html", '<p style="color:red">'),
    Rule(pages.broken_policy, "templates/a.html", "<script>alert(1)</script>"),
    Rule(pages.broken_policy, "templates/a.html", "<button\nonclick='go()'>"),
    Rule(pages.broken_policy, "templates/a.html", '<img src="//elsewhere.example/a.png">'),
    Rule(pages.broken_policy, "templates/a.html", "{{ note|safe }}"),
    Rule(pages.unsafe_scripts, "static/js/a.js", "box.innerHTML = text"),
    Rule(pages.unsafe_scripts, "static/js/a.js", "fetch('https://elsewhere.example/')"),
    Rule(repository.private_addresses, "docs/a.md", f"see {ROOT}/README.md"),
    Rule(repository.private_addresses, "docs/a.md", "http://buildhost/simple"),
    Rule(repository.private_addresses, "docs/a.md", "http://192.168.1.4/"),
    Rule(repository.private_addresses, "a.cfg", "index-url = x"),
]
QUESTIONS = list(dict.fromkeys(rule.check for rule in RULES))


@pytest.mark.parametrize("check", QUESTIONS, ids=lambda check: check.__name__.replace("_", " "))
def test_that_the_house_has_no(check: Callable[[File], Iterable[str]]) -> None:
    faults = [f"{file.path}: {fault}" for file in files() for fault in check(file)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_that_the_guard_bites(rule: Rule) -> None:
    assert list(rule.check(File(rule.path, rule.bad)))


def test_that_a_function_stays_short_by_half(record_property: Callable[[str, object], None]) -> None:
    middle = ceilings.middle(building())
    record_property("house", f"median function: {middle:g} lines; files: {len(building())}")
    assert middle <= ceilings.MEDIAN
