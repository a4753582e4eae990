"""The case before its first film: people, who may decide, goals, consent, the cycle and its filming."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from vigportal.management.walk import joining
from vigportal.management.walk.browser import Page, Stuck
from vigportal.management.walk.forms import Answer
from vigportal.management.walk.walk import UUID, Walk, expect

GOALS = (("We enjoy playing together", 2, 8), ("Saying no stays calm", 3, 7))


def open_the_case(walk: Walk) -> str:
    """One child and two carers, in one form that grows by a row."""
    told: dict[str, Answer] = {
        "family_name": "The L. family",
        "referrer": "Health visitor",
        "children-0-name": "Leo",
        "children-0-relation": "Son",
        "children-0-born_on": (timezone.localdate() - timedelta(days=3 * 365 + 100)).isoformat(),
        "carers-0-name": "Rosa",
        "carers-0-relation": "Mother",
        "carers-0-may_decide": True,
    }
    grown = walk.maya.send(walk.maya.visit("/cases/new/"), "", ("more", "carers"), **told)
    father: dict[str, Answer] = {"carers-1-name": "Sam", "carers-1-relation": "Father", "carers-1-may_decide": True}
    opened = walk.maya.send(grown, **father)
    walk.case = opened.path
    question = "How can I help Leo settle when I say no?"
    asked = walk.maya.fill(f"{walk.case}question/", words=question)
    expect(question in asked.text, asked, "the helping question stands on the case page")
    return "Leo, Rosa and Sam; the helping question is agreed"


def verify_guardianships(walk: Walk) -> str:
    """A second look at who may decide for Leo."""
    person = _person(walk, "Leo")
    waiting = walk.maya.visit(person).links(f"/may-decide/{UUID}/second-look/")
    for page in waiting:
        walk.maya.fill(page, evidence="Birth certificate seen")
    expect(len(waiting) == 2, walk.maya.visit(person), "two carers wait for a second look")
    return "Rosa and Sam may decide for Leo"


def invite_the_mother(walk: Walk) -> str:
    """The link is shown on the practitioner's screen; the mother opens it on her phone."""
    shown = walk.maya.fill(f"{_person(walk, 'Rosa')}invite/", email="rosa@example.org")
    landed = joining.come_in(walk, "Rosa", joining.link_in(shown)).visit("/")
    return f"Rosa has come in and stands at {landed.path}"


def agree_goals(walk: Walk) -> str:
    """Two, each with where they are now and what is hoped for."""
    for wording, now_at, hoped_for in GOALS:
        page = walk.maya.fill(f"{walk.case}goals/new/", wording=wording, now_at=str(now_at), hoped_for=str(hoped_for))
        expect(wording in page.text, page, "the goal stands on the page of goals")
    return f"{len(GOALS)} goals"


def ask_before_filming(walk: Walk) -> str:
    """Rosa says yes to filming on Maya's screen, for herself and for Leo, later films included; the rest can wait."""
    answer(walk, _ask_whole_case(walk), "practice", later="yes")
    return "Rosa agreed to practice, for films still to come too"


def ask_for_viewing(walk: Walk) -> str:
    """Family viewing for all that there is, supervision for the second clip alone."""
    answer(walk, _ask_whole_case(walk), "family_viewing", later="no")
    second = walk.clips[1]
    answer(walk, walk.maya.visit(f"/assets/{second.asset}/consent/"), "supervision")
    grid = walk.maya.visit(f"/assets/{second.asset}/grid/")
    return f"family viewing for every clip, supervision for one ({grid.status} from its grid)"


def answer(walk: Walk, who: Page, purpose: str, **more: Answer) -> Page:
    """Rosa's yes to one purpose: from "who decides" to what is asked about today, and on to that question."""
    plan = walk.maya.visit(who.link(f"/assets/{UUID}/consent/{person_id(walk, 'Rosa')}/plan/"))
    page = walk.maya.send(plan, "", purposes=[purpose])
    return walk.maya.send(page, "", ("answer", "yes"), long="end", how="spoken", **more)


def person_id(walk: Walk, name: str) -> str:
    """Whose record it is, from the page of the case's people."""
    return _person(walk, name).rstrip("/").rpartition("/")[2]


def hold_the_filming(walk: Walk) -> str:
    """A cycle begins; the visit was held."""
    planning = walk.maya.fill(f"{walk.case}cycles/new/")
    walk.cycle = planning.path.removesuffix("filming/plan/")
    soon = timezone.localtime() + timedelta(days=1)
    walk.maya.send(planning, at=f"{soon:%Y-%m-%dT%H:%M}", place="At home")
    held = timezone.localtime() - timedelta(hours=2)
    walk.maya.fill(f"{walk.cycle}filming/held/", at=f"{held:%Y-%m-%dT%H:%M}", place="At home", present=["Leo", "Rosa"])
    return "cycle 1 is begun, its filming planned and held"


def _ask_whole_case(walk: Walk) -> Page:
    return walk.maya.send(walk.maya.visit(f"{walk.case}consent/"), "/consent/ask/")


def _person(walk: Walk, name: str) -> str:
    people = walk.maya.visit(f"{walk.case}people/")
    for address in people.links(f"{walk.case}people/{UUID}/"):
        page = walk.maya.visit(address)
        if f"<h1>{name}" in page.text:
            return address
    raise Stuck(f"{people.path}: {name} is not among the people")
