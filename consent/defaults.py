"""What a service allows on its first day: every purpose asked about apart, wide ones signed, nothing without an end.

Quiet room. Days are upper bounds of a yes; the service's own page changes them (`actions.ceilings`). Ages: presumed
competent at 16 (12 in Scotland: Age of Legal Capacity (Scotland) Act 1991 s. 2(4A)), assent asked from 5.
"""

from collections.abc import Mapping
from typing import Any

NARROW_DAYS = 365
WIDE_DAYS = 730
PRESUMED_COMPETENT = {"scotland": 12}

ALLOWED = (
    # purpose, action, longest days, evidence, breadth
    ("practice", "view", NARROW_DAYS, "spoken", "narrow"),
    ("family_viewing", "view", NARROW_DAYS, "spoken", "narrow"),
    ("family_viewing", "keep_copy", NARROW_DAYS, "signed", "narrow"),
    ("supervision", "view", NARROW_DAYS, "spoken", "narrow"),
    ("accreditation", "view", NARROW_DAYS, "signed", "narrow"),
    ("intervision", "view", NARROW_DAYS, "signed", "narrow"),
    ("team", "view", NARROW_DAYS, "signed", "narrow"),
    ("training", "view", WIDE_DAYS, "signed", "wide"),
    ("presentation", "view", WIDE_DAYS, "signed", "wide"),
    ("research", "view", WIDE_DAYS, "signed", "wide"),
)


def first_rules(nation: str) -> Mapping[str, Any]:
    """The rules of a new service, in the shape that `queries.ceiling_from` reads."""
    return {
        "ages": {"presumed_competent": PRESUMED_COMPETENT.get(nation, 16), "assent_from": 5},
        "allows": [
            {
                "purpose": purpose,
                "action": action,
                "longest_days": days,
                "oldest_text": 1,
                "evidence": evidence,
                "breadth": breadth,
            }
            for purpose, action, days, evidence, breadth in ALLOWED
        ],
    }
