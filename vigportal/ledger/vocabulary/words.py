"""Closed words that reach the ledger as plain strings, by fact: from a column, a form's fields, or a library.

Any other word must come as the member of an enum. A word that is in neither place could be anybody's name.
"""

from collections.abc import Mapping

_ROLES = "practitioner supervisor external_supervisor manager data_protection guardian"
_SETTINGS = (
    "name nation time_zone scale_from scale_to about_cycles confirming_days retention footage_gb gb_a_day films_at_once"
)
_CASE = "referrer referral helping_question relation kind born_on membership"
_WORK = "wording hoped_for planned_for place present notes next_step held_at"
_CLIP = "title note frames headings order"
_SIGN_IN = "password password_reset mfa totp recovery_codes webauthn code socialaccount link session"

_ROWS = {
    "role": f"{_ROLES} family",
    "kind": "adult child staff film clip still interaction review",
    "parts": f"{_SETTINGS} {_CASE} {_WORK} {_CLIP}",
    "method": _SIGN_IN,
    "factor": _SIGN_IN,
    "reason": f"{_SIGN_IN} locked",
    "outcome": "yes no not_assessed",
}

WORDS: Mapping[str, frozenset[str]] = {fact: frozenset(words.split()) for fact, words in _ROWS.items()}
