"""Receipts (ISO/IEC TS 27560) and FHIR R4 consents: their fields, their codes, and whose hands they come into."""

import base64
import hashlib
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.consent import Consent

from consent.actions.ceilings import set_ceiling
from consent.actions.voiding import sign_void, void_declaration
from consent.defaults import first_rules
from consent.models import Declaration, Proof, Purpose
from consent.queries import text_for
from consent.writer import root_of
from tests.cast import Cast, events_of, make_cast, signed_in
from tests.consent.pages import words
from tests.videos.makers import allow_everything, say
from vigportal.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)
KIND = Declaration.Kind
HL7 = "http://terminology.hl7.org/CodeSystem"
# HL7's own lists, typed in here from R4 so that a wrong code in the product is found.
STATUS = {"draft", "proposed", "active", "rejected", "inactive", "entered-in-error"}
SCOPE = {"adr", "research", "patient-privacy", "treatment"}
CONSENT_ACTIONS = {"collect", "access", "use", "disclose", "correct"}
PURPOSE_OF_USE = {"TREAT", "FAMRQT", "HACCRED", "COC", "TRAIN", "HRESCH"}
MEANING = {"instance", "related", "dependents", "authoredby"}


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    allow_everything(made)
    return made


def given(cast: Cast, kind: Declaration.Kind, purpose: Purpose, **more: Any) -> Declaration:
    """Said by Rosa about herself, unless told otherwise."""
    return say(cast, kind, purpose, **{"about": [cast.mother], **more})[0]


def got(user: User, name: str, key: object) -> Any:
    return signed_in(user).get(reverse(f"consent:{name}", args=[key]))


def receipt(user: User, said: Declaration) -> dict[str, Any]:
    told: dict[str, Any] = got(user, "receipt", said.pk).json()
    return told


def consent(user: User, said: Declaration) -> dict[str, Any]:
    """The resource, once fhir.resources has found nothing wrong with it."""
    answer = got(user, "fhir", said.pk)
    assert answer["Content-Type"] == "application/fhir+json"
    told: dict[str, Any] = answer.json()
    Consent.model_validate(told)
    return told


def test_that_a_receipt_has_the_fields_of_the_standard(cast: Cast) -> None:
    said = given(cast, KIND.GIVE, Purpose.SUPERVISION, viewers=[cast.omar], later_footage=True)
    told, text = receipt(cast.rosa, said), text_for(cast.service, Purpose.SUPERVISION)
    assert told["header"] == {
        "schema_version": "ISO-27560:2023",
        "record_id": str(said.pk),
        "receipt_id": str(said.pk),
        "pii_principal_id": str(cast.mother.pk),
    }
    (purpose,) = told["processing"]["purposes"]
    assert (purpose["purpose"], purpose["lawful_basis"], purpose["processing_method"]) == (
        "supervision", "consent", "view",
    )  # fmt: skip
    assert purpose["recipient_third_parties"] == [str(cast.omar.pk)]
    assert purpose["pii_controllers"] == [str(cast.service.pk)]
    assert purpose["scope"] == {"kind": "case", "id": str(said.scope_id), "later_footage": True}
    assert purpose["withdrawal_method"].startswith("In the portal, at any time, in two taps")
    notice = purpose["privacy_notice"]
    assert (notice["words"], notice["version"], notice["language"]) == (text.body, text.version, "en-gb")
    assert notice["sha256"] == hashlib.sha256(text.body.encode()).hexdigest()
    assert {(each["party_role"], each["party_id"]) for each in told["party_identification"]} == {
        ("pii_controller", str(cast.service.pk)), ("pii_principal", str(cast.mother.pk)),
        ("given_by", str(cast.mother.pk)), ("recorded_by", str(cast.maya.pk)),
    }  # fmt: skip
    event = told["event"]
    assert (event["event_type"], event["event_state"], event["entity_id"]) == ("explicit", "given", str(cast.mother.pk))
    moments = [at.isoformat() for at in (said.recorded_at, said.from_at, said.until_at) if at]
    assert [event["event_time"], event["valid_from"], event["valid_until"]] == moments
    assert event["validity_duration"].startswith("P")
    assert told["evidence"] == {
        "type": "signed", "channel": "practitioner_screen", "said_on": None, "how_shown": None, "interpreter": None,
        "proof": None,
    }  # fmt: skip


def test_that_a_receipt_names_interpreter_paper_and_the_proofs_sum(cast: Cast) -> None:
    now = timezone.now()
    with transaction.atomic():
        root = root_of(cast.case, now)
    proof = Proof.objects.create(
        case=cast.case, kind=Proof.Kind.PHOTO, object_name="x", size=3, sha256="ab" * 32, made_at=now, made_by=cast.maya
    )
    said = Declaration.objects.create(
        pk=uuid4(), case=cast.case, number=7, kind=KIND.WITHDRAW, about=cast.leo, by=cast.mother, scope=root,
        evidence="signed", channel="paper", language="cy", said_on=cast.since.date(), interpreter="Siân", proof=proof,
        recorded_at=now, recorded_by=cast.maya,
    )  # fmt: skip
    told = receipt(cast.rosa, said)
    assert (told["event"]["event_state"], told["processing"]["language"]) == ("withdrawn", "cy")
    assert told["evidence"]["interpreter"] == "Siân"
    assert told["evidence"]["said_on"] == cast.since.date().isoformat()
    assert (told["evidence"]["proof"]["sha256"], told["evidence"]["proof"]["kind"]) == ("ab" * 32, "photo")
    assert "interpreter: Siân" in words(got(cast.rosa, "receipt_page", said.pk))


def test_that_a_receipt_tells_no_name_and_no_number_by_which_others_could_be_counted(cast: Cast) -> None:
    first = given(cast, KIND.GIVE, Purpose.PRACTICE)
    before = got(cast.rosa, "receipt", first.pk).content, words(got(cast.rosa, "receipt_page", first.pk))
    given(cast, KIND.REFUSE, Purpose.PRACTICE, by=cast.father, about=[cast.leo])
    second = given(cast, KIND.GIVE, Purpose.PRACTICE)
    assert (got(cast.rosa, "receipt", first.pk).content, words(got(cast.rosa, "receipt_page", first.pk))) == before
    told = got(cast.rosa, "receipt", second.pk).content.decode()
    assert not any(name in told for name in ("Rosa", "Leo", "Maya", "Sam"))
    assert "number" not in told
    assert "number" not in words(got(cast.rosa, "receipt_page", second.pk))
    assert f"number {second.number} of the case" in words(got(cast.maya, "receipt_page", second.pk))


@pytest.mark.parametrize("name", ["receipt_page", "receipt", "fhir"])
def test_that_papers_are_for_whoever_said_it_and_whoever_holds_the_case(cast: Cast, name: str) -> None:
    said = given(cast, KIND.GIVE, Purpose.PRACTICE)
    seen = {user.name: got(user, name, said.pk).status_code for user in (cast.rosa, cast.maya)}
    assert seen == {"Rosa": 200, "Maya": 200}
    for user in (cast.sam, cast.omar, cast.priya, cast.nadia):
        assert got(user, name, said.pk).status_code == 404, user.name


def test_that_a_yes_is_a_permit_nested_in_an_opt_in(cast: Cast) -> None:
    said = given(cast, KIND.GIVE, Purpose.PRACTICE, about=[cast.leo])
    told = consent(cast.rosa, said)
    assert told["status"] == "active"
    assert told["scope"]["coding"] == [
        {"system": f"{HL7}/consentscope", "code": "patient-privacy", "display": "Privacy Consent"}
    ]
    assert told["category"][0]["coding"][0]["code"] == "59284-0"
    assert told["policyRule"]["coding"][0]["code"] == "OPTIN"
    assert told["patient"] == person("Patient", cast.leo.pk)
    assert told["performer"] == [person("RelatedPerson", cast.mother.pk)]
    assert "type" not in told["provision"]
    assert told["provision"]["period"] == {"start": second(said.from_at), "end": second(said.until_at)}
    (rule,) = told["provision"]["provision"]
    assert rule["type"] == "permit"
    assert rule["purpose"] == [{"system": f"{HL7}/v3-ActReason", "code": "TREAT", "display": "treatment"}]
    assert [each["coding"][0]["code"] for each in rule["action"]] == ["access"]
    assert rule["actor"][0]["role"]["coding"][0]["code"] == "IRCP"
    assert rule["actor"][0]["reference"] == person("Organization", cast.service.pk)
    assert rule["data"] == [{"meaning": "dependents", "reference": person("EpisodeOfCare", said.scope_id)}]
    assert rule["dataPeriod"] == {"end": second(said.recorded_at)}
    (verified,) = told["verification"]
    assert verified == {
        "verified": True, "verifiedWith": person("RelatedPerson", cast.mother.pk),
        "verificationDate": second(said.recorded_at),
    }  # fmt: skip
    assert base64.b64decode(told["sourceAttachment"]["data"]).decode() == text_for(cast.service, said_for(said)).body


def test_that_a_no_to_watching_denies_keeping_too_and_ends_only_when_lifted(cast: Cast) -> None:
    no = given(cast, KIND.REFUSE, Purpose.SUPERVISION, viewers=[cast.omar])
    told = consent(cast.rosa, no)
    (rule,) = told["provision"]["provision"]
    assert (told["status"], rule["type"], "end" in told["provision"]["period"]) == ("active", "deny", False)
    assert [each["coding"][0]["code"] for each in rule["action"]] == ["access", "collect"]
    assert [each["reference"] for each in rule["actor"]] == [person("Practitioner", cast.omar.pk)]
    assert rule["purpose"][0]["code"] == "supervision"
    given(cast, KIND.GIVE, Purpose.SUPERVISION)
    assert consent(cast.rosa, no)["status"] == "active"  # a yes that doesn't name Omar lifts no no to him
    given(cast, KIND.GIVE, Purpose.SUPERVISION, viewers=[cast.omar])
    assert consent(cast.rosa, no)["status"] == "inactive"


def test_that_everything_is_denied_without_a_purpose(cast: Cast) -> None:
    told = consent(cast.rosa, given(cast, KIND.WITHDRAW, Purpose.EVERYTHING))
    (rule,) = told["provision"]["provision"]
    assert (rule["type"], "purpose" in rule, "actor" in rule) == ("deny", False, False)


def test_that_a_yes_is_inactive_once_taken_back_or_beyond_the_ceiling_and_says_if_it_was_an_error(
    cast: Cast,
) -> None:
    said, other = given(cast, KIND.GIVE, Purpose.PRACTICE), given(cast, KIND.GIVE, Purpose.SUPERVISION)
    given(cast, KIND.WITHDRAW, Purpose.PRACTICE)
    assert (consent(cast.rosa, said)["status"], consent(cast.rosa, other)["status"]) == ("inactive", "active")
    rules = first_rules("england")
    allows = [rule for rule in rules["allows"] if rule["purpose"] != Purpose.SUPERVISION]
    set_ceiling(actor=None, service=cast.service, rules={**rules, "allows": allows}, now=timezone.now())
    assert consent(cast.rosa, other)["status"] == "inactive"
    set_ceiling(actor=None, service=cast.service, rules=rules, now=timezone.now())
    alone = sign_void(actor=cast.maya, form_id=uuid4(), mistaken=other, now=timezone.now())
    assert got(cast.maya, "receipt", alone.pk).status_code == 404, "one hand says nothing yet"
    assert consent(cast.rosa, other)["status"] == "active"
    void = void_declaration(
        actor=cast.omar, form_id=uuid4(), mistaken=other, first_signer=cast.maya, now=timezone.now()
    )
    assert consent(cast.rosa, other)["status"] == "entered-in-error"
    assert got(cast.maya, "fhir", void.pk).status_code == 404
    assert receipt(cast.maya, void)["event"]["event_state"] == "invalidated"


def test_that_another_parents_no_changes_nothing_in_my_papers(cast: Cast) -> None:
    said = given(cast, KIND.GIVE, Purpose.PRACTICE, about=[cast.leo])
    before = consent(cast.rosa, said), receipt(cast.rosa, said)
    no = given(cast, KIND.REFUSE, Purpose.PRACTICE, by=cast.father, about=[cast.leo])
    assert (consent(cast.rosa, said), receipt(cast.rosa, said)) == before
    assert consent(cast.maya, no)["status"] == "active"


def test_that_research_has_the_scope_research_and_a_spoken_word_is_not_verified(cast: Cast) -> None:
    told = consent(cast.rosa, given(cast, KIND.REFUSE, Purpose.RESEARCH))
    assert told["scope"]["coding"][0]["code"] == "research"
    assert told["verification"][0]["verified"] is True
    spoken = given(cast, KIND.REFUSE, Purpose.PRACTICE, evidence=Declaration.Evidence.SPOKEN)
    assert consent(cast.rosa, spoken)["verification"][0]["verified"] is False


def test_that_a_childs_shown_will_is_their_own(cast: Cast) -> None:
    dissent = given(cast, KIND.DISSENT, Purpose.PRACTICE, about=[cast.leo], by=cast.leo)
    told = consent(cast.maya, dissent)
    assert (told["status"], told["performer"]) == ("active", [person("Patient", cast.leo.pk)])
    assent = given(cast, KIND.ASSENT, Purpose.PRACTICE, about=[cast.leo], by=cast.leo)
    assert [consent(cast.maya, said)["status"] for said in (dissent, assent)] == ["inactive", "active"]


def test_that_every_code_is_one_of_hl7s_and_every_purpose_has_its_own(cast: Cast) -> None:
    for purpose in Purpose:
        given(cast, KIND.REFUSE, purpose)
    answer = signed_in(cast.maya).get(reverse("consent:case_history_fhir", args=[cast.case.pk]))
    told = answer.json()
    Bundle.model_validate(told)
    assert (told["type"], len(told["entry"])) == ("collection", len(Purpose))
    codes = []
    for entry in told["entry"]:
        resource = entry["resource"]
        assert entry["fullUrl"] == f"urn:uuid:{resource['id']}"
        assert resource["status"] in STATUS
        assert resource["scope"]["coding"][0]["code"] in SCOPE
        codes += list(checked_rules(resource))
    assert len(codes) == len(set(codes)) == len(Purpose) - 1  # "everything" names none
    assert events_of(cast.case)[-1] == "consent_history_taken"


def checked_rules(resource: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The purposes of a resource, each rule's other codes looked at on the way."""
    for rule in resource["provision"]["provision"]:
        assert rule["type"] in {"permit", "deny"}
        assert {code["code"] for act in rule["action"] for code in act["coding"]} <= CONSENT_ACTIONS
        assert {each["meaning"] for each in rule["data"]} <= MEANING
        for purpose in rule.get("purpose", []):
            assert purpose["code"] in PURPOSE_OF_USE or not purpose["system"].startswith("http")
            yield purpose["system"], purpose["code"]


def person(kind: str, key: object) -> dict[str, Any]:
    return {"type": kind, "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{key}"}}


def second(at: Any) -> str:
    return str(at.isoformat(timespec="seconds"))


def said_for(said: Declaration) -> Purpose:
    return Purpose(said.lines.get().purpose)
