"""Services are opened and listed at the terminal, the first like any other."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import make_cast
from vigportal.accounts.access import open_invitation
from vigportal.accounts.models import Membership, Service
from vigportal.accounts.writer import hash_of
from vigportal.ledger.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def said(*words: str) -> str:
    out = io.StringIO()
    call_command("service", *words, stdout=out)
    return out.getvalue()


def test_that_a_service_is_opened_and_its_manager_comes_in(client: Client) -> None:
    told = said("open", "Harbour", "--manager", "Grace@example.org", "--called", "Grace")
    link = told.split()[-1]
    service = Service.objects.get()
    invitation = open_invitation(hash_of(link.rstrip("/").rpartition("/")[2]), timezone.now())
    assert (invitation.email, invitation.name) == ("grace@example.org", "Grace")
    assert invitation.membership.service == service
    assert client.get(link).headers["Location"] == reverse("accounts:join")
    assert Entry.objects.of_service(service.pk).filter(event="service_opened", actor=None).count() == 1
    assert "no manager has come in yet" in said("list")


def test_that_a_second_service_stands_beside_the_first() -> None:
    make_cast()
    before = Service.objects.count()
    said("open", "Valley", "--manager", "vera@example.org", "--nation", "wales")
    assert Service.objects.count() == before + 1
    lines = said("list").splitlines()
    assert len(lines) == before + 1
    assert all(
        str(service.pk) in "".join(lines) and service.name in "".join(lines) for service in Service.objects.all()
    )
    assert Membership.objects.get(service__name="Valley").user is None


@pytest.mark.parametrize(
    ("name", "manager", "why"),
    [(" ", "a@example.org", "has a name"), ("x" * 121, "a@example.org", "120"), ("New", "nobody", "no e-mail")],
)
def test_that_a_slip_opens_nothing(name: str, manager: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        said("open", name, "--manager", manager)
    assert not Service.objects.exists()


def test_that_one_name_is_given_once() -> None:
    said("open", "Harbour", "--manager", "a@example.org")
    with pytest.raises(CommandError, match="already"):
        said("open", "harbour", "--manager", "a@example.org")
