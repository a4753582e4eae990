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
        (f"{FENCES}::test_that_an_entry_is_not_changed_through_sql",),
    ),
    fault(
        "a declaration can be changed",
        "consent/migrations/0004_proof_and_hands.py",
        '        AppendOnly("consent_declaration"),\n',
        "",
        (f"{FENCES}::test_that_every_fence_stands_after_the_migrations",),
    ),
    fault(
        "whom a yes means can be changed",
        "consent/migrations/0002_append_only.py",
        '        AppendOnly("consent_declaration_viewers"),\n',
        "",
        (f"{FENCES}::test_that_a_table_called_append_only_is_fenced_with_the_lists_of_its_rows",),
    ),
    fault(
        "a link does not hold the entry before it",
        "vigportal/ledger/chain.py",
        "bytes.fromhex(previous_hash) + canonical(sealed)",
        "canonical(sealed)",
        (f"{CHAIN}::test_that_a_link_is_the_hash_that_sha256sum_gives",),
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
)
