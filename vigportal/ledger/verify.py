"""Is the ledger all there, unchanged and in order? Reads a bounded number of entries at a time.

Entries may be added meanwhile: a chain is checked up to the head that was read first, and a longer one is
broken only if its head hasn't moved on.

A chain can't show that it was cut back together with its head, or rewritten from end to end. The heads of an
earlier day, kept somewhere else, can: each must still be an entry of its chain.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from vigportal.ledger.chain import Break, Fault, Head, Link, first_break
from vigportal.ledger.models import ChainHead, Entry

BATCH = 500


@dataclass(frozen=True)
class Checked:
    """One chain, where its head says it ends, and the first break, if any."""

    chain: UUID
    head: Head
    broken_at: Break | None


def check(chain: UUID) -> Checked:
    """Walks one chain from its first entry to its head."""
    head = _head(chain)
    broken_at = first_break(_links(chain, head.number), head)
    if broken_at is None and _runs_past(chain, head):
        broken_at = Break(head.number + 1, Fault.HEAD)
    return Checked(chain, head, broken_at)


def check_all() -> Iterator[Checked]:
    """Every chain that has a head or an entry, in the order of their ids."""
    last: UUID | None = None
    while last := _next_chain(last):
        yield check(last)


def still_holds(chain: UUID, head: Head) -> bool:
    """Whether a head that was kept elsewhere is an entry of its chain today."""
    return Entry.objects.of_chain(chain).filter(number=head.number, hash=head.hash).exists()


def _head(chain: UUID) -> Head:
    found = ChainHead.objects.filter(pk=chain).first()
    return Head(found.number, found.hash) if found else Head()


def _links(chain: UUID, end: int) -> Iterator[Link]:
    """The chain's entries in order, a batch at a time; two with one number both come."""
    entries = Entry.objects.of_chain(chain).filter(number__lte=end).order_by("number", "id")
    batch = list(entries[:BATCH])
    while batch:
        yield from (entry.as_link() for entry in batch)
        last = batch[-1]
        after = Q(number__gt=last.number) | Q(number=last.number, id__gt=last.id)
        batch = list(entries.filter(after)[:BATCH])


def _runs_past(chain: UUID, head: Head) -> bool:
    """An entry and its head are committed together: one beyond a head that hasn't moved was put there."""
    is_longer = Entry.objects.of_chain(chain).filter(number__gt=head.number).exists()
    return is_longer and _head(chain) == head


def _next_chain(last: UUID | None) -> UUID | None:
    after = Q(chain__gt=last) if last else Q()
    found = [
        table.objects.filter(after).order_by("chain").values_list("chain", flat=True).first()
        for table in (ChainHead, Entry)
    ]
    return min(filter(None, found), default=None)
