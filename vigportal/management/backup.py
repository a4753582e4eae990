"""A backup and the way back: the database and the sealed bytes in one folder, the keys apart in another.

Order is what makes it consistent. Out: the database first, then the objects, which never change; what comes in between
is more than the database knows, never less. Back: keys, then objects, then the database in one step; killed before
that, the portal is as it was. A key that was destroyed stays destroyed, so an older database brings no erased film
back: what it still lists is put away at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from django.core.management import call_command
from django.db import connection, transaction

from vigportal.accounts.models import Service
from vigportal.ledger.models import PORTAL
from vigportal.ledger.writer import enter
from vigportal.management.database import copy_database, copy_name, restore_database
from vigportal.management.keycopies import NAMES, name_at
from vigportal.vault.copies import Copied, copy_objects, restore_objects
from vigportal.vault.keys import copy_keys, destroy_key, restore_keys

OBJECTS = "vault"
MARK = "services"


class NotApart(ValueError):
    """Keys and sealed bytes would lie in one place: whoever finds it could open everything."""


class AnotherPortal(ValueError):
    """The folder holds the backup of a portal that has no service in common with this one; it would be lost."""


class HasData(RuntimeError):
    """There is a portal here already. It is replaced only when that is asked for."""


class NoBackup(LookupError):
    """No backup lies there, or it is one of another kind of database."""


@dataclass(frozen=True)
class Places:
    """Where a backup lies. Without a folder for keys, those that are here stay as they are."""

    folder: Path
    keys: Path | None


def back_up(places: Places, now: datetime) -> Copied:
    """Makes `places` hold this portal as it is now. The copy of the keys that was there before goes."""
    if places.keys:
        require_apart(places.folder, places.keys)
    for place in filter(None, (places.folder, places.keys)):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = places.folder / copy_name()
    _mark(places.folder / MARK)
    copy_database(database)
    database.with_suffix("").unlink(missing_ok=True)  # a copy in plain, of the time before copies were sealed
    copied = copy_objects(places.folder / OBJECTS)
    if places.keys:
        older = sorted(places.keys.glob(NAMES))
        copy_keys(places.keys / name_at(now))
        for path in older:
            path.unlink()
    _note("backup_made", database, now)
    return copied


def require_apart(folder: Path, keys: Path) -> None:
    """Raises NotApart where one folder is, or lies in, the other."""
    one, other = folder.resolve(), keys.resolve()
    if one == other or one in other.parents or other in one.parents:
        raise NotApart


def _mark(path: Path) -> None:
    """Writes down whose backup this is; an emptied portal must not take the place of the one that was lost."""
    ours = {str(key) for key in Service.objects.values_list("pk", flat=True)}
    theirs = set(path.read_text(encoding="ascii").split()) if path.exists() else set()
    if theirs and not theirs & ours:
        raise AnotherPortal
    path.write_text("\n".join(sorted(ours)), encoding="ascii")


def restore(
    places: Places, *, replace: str, now: datetime, graves: Mapping[UUID, datetime] = MappingProxyType({})
) -> int:
    """Puts a backup in the place of this portal; says how many sealed objects came back with it.

    `replace`: the word "replace" where a portal with data may go. Raises HasData otherwise, NoBackup.
    `graves`: what was erased, and when its key was destroyed; it stays so, whatever keys come back.
    """
    database = places.folder / copy_name()
    if not database.is_file():
        raise NoBackup(f"{places.folder} holds no {copy_name()}")
    if has_data() and replace != "replace":
        raise HasData
    if places.keys:
        restore_keys(_newest_keys(places.keys))
    for asset, destroyed_at in graves.items():
        destroy_key(asset, now=destroyed_at)
    brought = restore_objects(places.folder / OBJECTS)
    restore_database(database)
    call_command("migrate", verbosity=0, interactive=False)
    _note("restored", database, now)
    return brought


def has_data() -> bool:
    """Whether anybody has begun to use this portal."""
    there = connection.introspection.table_names()
    return Service._meta.db_table in there and Service.objects.exists()  # noqa: SLF001 -- Django's own, documented


def _newest_keys(folder: Path) -> Path:
    copies = sorted(folder.glob(NAMES))
    if not copies:
        raise NoBackup(f"{folder} holds no copy of keys")
    return copies[-1]


@transaction.atomic(durable=True)
def _note(event: str, database: Path, now: datetime) -> None:
    with database.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    enter(event, actor=None, service_id=PORTAL, now=now, digest=digest)
