"""The frame around the tests holds: no way out, clearing up past the fences, children that see the same."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from playwright.sync_api import Browser, Page

from tests.browser import Eyes, Watch, at_both_widths
from tests.conftest import NetworkBlocked
from tests.house.source import ROOT
from videos.models import Heading
from vigportal.ledger.models import Entry
from vigportal.ledger.triggers import missing
from vigportal.ledger.writer import enter

TOO_WIDE_ON_A_PHONE = """<!doctype html><html lang="en"><head><title>Wide</title>
<meta name="viewport" content="width=device-width">
<style>@media (max-width: 400px) { p { width: 500px } }</style></head>
<body><main><h1>Wide</h1><p>This line is as wide as it is.</p></main></body></html>"""


def make_entry() -> Entry:
    """Any entry: a row that nothing may change."""
    with transaction.atomic():
        return enter("case_reopened", actor=None, service_id=uuid4(), now=timezone.now())


@pytest.mark.parametrize("place", ["192.0.2.1", "portal.example.org"])
def test_that_nothing_leaves_this_machine(place: str) -> None:
    with pytest.raises(NetworkBlocked):
        socket.create_connection((place, 80), timeout=1)


@pytest.mark.django_db(transaction=True)
def test_that_clearing_up_empties_a_fenced_table_and_leaves_its_fence() -> None:
    entry = make_entry()
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).delete()
    call_command("flush", interactive=False, verbosity=0)
    assert not Entry.objects.exists()
    assert Heading.objects.exists(), "what a migration wrote is there again"
    assert missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_that_a_child_process_sees_the_same_database(childs_environment: dict[str, str]) -> None:
    entry = make_entry()
    asked = "from vigportal.ledger.models import Entry; print(Entry.objects.get().pk)"
    line: list[str | Path] = [sys.executable, ROOT / "manage.py", "shell", "--no-imports", "-c", asked]
    said = subprocess.run(line, env=childs_environment, capture_output=True, text=True, check=False)
    assert said.stdout.strip() == str(entry.pk), said.stderr


def test_that_every_test_has_a_vault_of_its_own(tmp_path: Path) -> None:
    assert Path(settings.VAULT_DIR).parent == tmp_path


def test_that_no_test_runs_on_somebodys_data() -> None:
    assert str(settings.DATA_DIR).startswith(os.environ["VIG_TEST_FOLDER"])


@pytest.mark.journey
def test_that_a_page_that_asks_another_host_is_seen(browser: Browser) -> None:
    watch, context = Watch(), browser.new_context()
    watch.over(context)
    context.new_page().set_content('<img src="http://elsewhere.example/a.png">')
    context.close()
    assert watch.faults == ["asked another host: http://elsewhere.example/a.png"]


@pytest.mark.journey
def test_that_a_script_error_is_seen(browser: Browser) -> None:
    watch, context = Watch(), browser.new_context()
    watch.over(context)
    context.new_page().set_content("<script>throw new Error('broken')</script>")
    context.close()
    assert watch.faults


@pytest.mark.journey
def test_that_eyes_find_what_only_the_other_width_has(page: Page, eyes: Eyes) -> None:
    page.set_content(TOO_WIDE_ON_A_PHONE)
    with pytest.raises(AssertionError, match=r"over the edge at .*360"):
        eyes.look(page, "a page that is too wide on a phone")


@pytest.mark.journey
def test_that_axe_finds_what_is_wrong(page: Page, axe: Callable[[Page], None]) -> None:
    page.set_content("<main><img src='data:,'><p style='color:#999;background:#fff'>pale</p></main>")
    with pytest.raises(AssertionError, match="alternat"):
        axe(page)


@pytest.mark.journey
@at_both_widths
def test_that_a_page_of_the_live_server_has_its_width(page: Page, width: int) -> None:
    answer = page.goto("/static/css/tokens.css")
    assert answer is not None
    assert answer.ok
    assert page.evaluate("screen.width") == width
