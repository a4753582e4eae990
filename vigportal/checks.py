"""What has to be so before the portal serves anybody. `manage.py` asks at every command, the web server when it starts.

A key that doesn't fit, a fence that is down or an ffmpeg that can't do the work is told here, in words, and not by a
family's film that won't open.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.checks import Warning as Caution
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import SystemCheckError
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from consent.spoken import samples
from videos.transcode.binaries import NoFfmpeg, find_ffmpeg
from videos.transcode.runner import is_fenced
from vigportal.ledger import triggers
from vigportal.letters.papers import NoLetters, NoPapers, paper_of
from vigportal.vault.keepers import KeeperAway
from vigportal.vault.keys import deployment_key_from, prove_deployment_key
from vigportal.vault.tree import WrongDeploymentKey
from vigportal.volumes import full_volumes

SHORTEST_SECRET = 40
PANGO = "Install Pango and HarfBuzz (Debian: libpangoft2-1.0-0 libharfbuzz-subset0)."
FONTS = (
    "Install fonts that have them (Debian: fonts-dejavu-core fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji). "
    "Until then such a paper is a page that says so, to be printed by a browser."
)


def insist() -> None:
    """For the web server: raises SystemCheckError where anything, the database included, is not as it has to be."""
    faults = [each for each in run_checks(databases=["default"]) if each.is_serious() and not each.is_silenced()]
    if faults:
        raise SystemCheckError("\n".join(str(each) for each in faults))


@register(Tags.security)
def secret_key(**_: Any) -> list[CheckMessage]:
    """Sittings and links are signed with it: a short one can be guessed."""
    if len(settings.SECRET_KEY) >= SHORTEST_SECRET and len(set(settings.SECRET_KEY)) >= SHORTEST_SECRET // 4:
        return []
    words = "VIG_SECRET_KEY is too short or too plain."
    return [_fault(1, words, 'python3 -c "import secrets; print(secrets.token_urlsafe(50))"')]


@register(Tags.security)
def deployment_key(**_: Any) -> list[CheckMessage]:
    """It is 32 bytes, and the one that the keys were wrapped with. An empty folder proves nothing, and stays empty."""
    try:
        deployment_key_from(settings.VAULT_DEPLOYMENT_KEY)
        if settings.VAULT_KEYS_DIR.is_dir() and any(settings.VAULT_KEYS_DIR.glob("*.sqlite3")):
            prove_deployment_key()
    except (ImproperlyConfigured, WrongDeploymentKey, KeeperAway) as fault:
        return [
            _fault(
                2, f"VIG_VAULT_DEPLOYMENT_KEY does not open this vault: {fault}", "Put back the key it was made with."
            )
        ]
    return []


@register(Tags.security)
def folders_apart(**_: Any) -> list[CheckMessage]:
    """Keys lie apart from what they open, and neither lies where the web server hands out files."""
    keys, vault = settings.VAULT_KEYS_DIR, settings.VAULT_DIR
    public: list[Any] = [settings.STATIC_ROOT, settings.MEDIA_ROOT, *settings.STATICFILES_DIRS]
    faults = []
    if _overlap(keys, vault):
        faults.append(_fault(3, f"The keys in {keys} lie with the sealed films in {vault}.", "Set VIG_VAULT_KEYS_DIR."))
    faults += [
        _fault(8, f"The copies of the keys in {copies} lie with {other}.", "Set VIG_VAULT_KEYS_COPY_DIR.")
        for copies in filter(None, [settings.VAULT_KEYS_COPY_DIR])
        for other in (keys, vault)
        if _overlap(copies, other)
    ]
    faults += [
        _fault(4, f"{private} lies in {shown}, which anybody may read.", "Set VIG_VAULT_DIR and VIG_VAULT_KEYS_DIR.")
        for private in (keys, vault)
        for shown in public
        if shown and _overlap(private, Path(shown))
    ]
    return faults


@register(Tags.files)
def scratch_is_writable(**_: Any) -> list[CheckMessage]:
    """Films are worked on there. A folder that is not there yet is made: then the one above it has to let us."""
    folder = settings.SCRATCH_DIR
    nearest = next(each for each in (folder, *folder.resolve().parents) if each.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return []
    return [_fault(5, f"Nothing can be written in {folder}.", "Set VIG_SCRATCH_DIR to a folder of the portal's own.")]


@register(Tags.files)
def disks_have_room(**_: Any) -> list[CheckMessage]:
    """A warning, not a fault: with a full disk the portal still starts, shows what is there, and erases."""
    return [
        Caution(
            f"There is no room on the disk of {volume.folder} ({volume.holds}): {volume.free >> 20} MiB are free.",
            hint="Make room there. Films stop coming in and work waits until then; nothing is lost.",
            id="vigportal.W009",
        )
        for volume in full_volumes()
    ]


@register("videos")
def ffmpeg_is_able(**_: Any) -> list[CheckMessage]:
    """Found, running, and with every filter and encoder that the recipes use."""
    try:
        find_ffmpeg(settings.FFMPEG_BINARY)
    except NoFfmpeg as fault:
        return [_fault(6, f"No ffmpeg that can make films ready: {fault}", "Install ffmpeg, or set VIG_FFMPEG_BINARY.")]
    return []


@register("videos", deploy=True)
def films_are_caged(**_: Any) -> list[CheckMessage]:
    """Without bubblewrap, limits and the kernel's own filters are all that stands between a film and the portal."""
    if is_fenced():
        return []
    words = "Films are read without bubblewrap: under limits and a filter of system calls, but in no cage."
    return [Caution(words, hint="Install bubblewrap, and let it make user namespaces.", id="vigportal.W008")]


@register("letters", deploy=True)
def papers_have_letters(**_: Any) -> list[CheckMessage]:
    """Those of every language that can be chosen for consent, and of a name with a heart in it."""
    written = {**samples(), "emoji": "❤ 😀"}
    try:
        paper_of("letters/sample.html", {"words": written.values()})
    except NoLetters as no:
        lacking = sorted(name for name, letters in written.items() if set(letters) & set(no.letters))
        return [Caution(f"Papers have no letters for {', '.join(lacking)}.", hint=FONTS, id="vigportal.W010")]
    except NoPapers as no:
        return [Caution(f"No papers can be made here: {no}", hint=PANGO, id="vigportal.W011")]
    except ValueError as missing:  # a file of the pages has no hashed name yet
        return [Caution(f"No paper can be tried: {missing}", hint="Run collectstatic first.", id="vigportal.W012")]
    return []


@register(Tags.database)
def fences_stand(*, databases: Iterable[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The ledger and the declarations can only be added to. Asked once the tables are as the code knows them."""
    return [fault for name in databases or () for fault in _fallen(name)]


def _fallen(name: str) -> list[CheckMessage]:
    executor = MigrationExecutor(connections[name])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return []
    return [
        _fault(
            7, f"The rows of {table} can be changed or removed: its fence is down.", "Restore the database's triggers."
        )
        for table in triggers.missing(connections[name])
    ]


def _fault(number: int, words: str, hint: str) -> CheckMessage:
    return Error(words, hint=hint, id=f"vigportal.E{number:03}")


def _overlap(one: Path, other: Path) -> bool:
    one, other = one.resolve(), other.resolve()
    return one.is_relative_to(other) or other.is_relative_to(one)
