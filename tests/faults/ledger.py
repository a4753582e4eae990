"""Faults of the ledger: of its chain, of its entries, and of the fences around what is only added to."""

from functools import partial

from tests.faults.fault import Fault

fault = partial(Fault, "ledger")
FENCES = "tests/ledger/test_appendonly.py"
CHAIN = "tests/ledger/test_chain.py"
WRITER = "tests/ledger/test_writer.py"

FAULTS = (
    fault(
        "an entry can be deleted",
        "vigportal/ledger/fences.py",
        '        "delete": ("DELETE", ""),\n',
        "",
        (FENCES,),
    ),
    fault(
        "an entry can be replaced",
        "vigportal/ledger/fences.py",
        '        "replace": ("INSERT", f" WHEN EXISTS ({_same_key(table, shape.keys)})"),\n',
        "",
        (f"{FENCES}::test_that_replacing_is_no_way_around",),
    ),
    fault(
        "what may be set once can be set again",
        "vigportal/ledger/fences.py",
        " for name in fence.once]\n",
        " for name in ()]\n",
        (f"{FENCES}::test_that_what_may_change_once_changes_once",),
    ),
    fault(
        "a declaration can be changed",
        "consent/migrations/0002_append_only.py",
        '        AppendOnly("consent_declaration"),\n',
        "",
        (f"{FENCES}::test_that_a_table_called_append_only_is_fenced",),
    ),
    fault(
        "a link does not hold the entry before it",
        "vigportal/ledger/chain.py",
        "bytes.fromhex(previous_hash) + canonical(sealed)",
        "canonical(sealed)",
        (f"{CHAIN}::test_that_a_link_is_the_hash_that_sha256sum_gives",),
    ),
    fault(
        "an altered entry is not found",
        "vigportal/ledger/chain.py",
        "    if each.hash != _hash_or_nothing(end.hash, each.sealed):\n        return Fault.ALTERED\n",
        "",
        (f"{CHAIN}::test_that_the_first_break_is_found",),
    ),
    fault(
        "what a yes rested on is not sealed",
        "vigportal/ledger/models.py",
        '            "rests_on": self.rests_on,\n',
        "",
        ("tests/ledger/test_verify.py", WRITER),
    ),
    fault(
        "an entry stands without what it tells of",
        "vigportal/ledger/writer.py",
        "    if not transaction.get_connection().in_atomic_block:\n        raise OutsideTransaction(event)\n",
        "",
        (f"{WRITER}::test_that_there_is_no_entry_outside_a_transaction",),
    ),
    fault(
        "somebody without an account passes for the portal",
        "vigportal/ledger/writer.py",
        '        raise NotAFact("an actor is somebody with an account")\n',
        "        return None\n",
        (f"{WRITER}::test_that_nobody_without_an_account_passes_for_the_portal",),
    ),
    fault(
        "a chain that was cut back is whole",
        "vigportal/ledger/verify.py",
        "return Entry.objects.of_chain(chain).filter(number=head.number, hash=head.hash).exists()",
        "return Entry.objects.of_chain(chain).exists()",
        ("tests/ledger/test_verify.py::test_that_kept_heads_find_a_chain_that_was_cut_back_or_rewritten",),
    ),
)
