"""The tree of assets, who is in them, and what was declared about them. Everything that decides is append-only."""

from consent.models.assets import Absence, Appearance, Asset, AssetChange, Confirmation, Objection, SecondHand
from consent.models.declarations import Declaration, DeclarationLine, Proof
from consent.models.rules import Ceiling, ConsentText, Law
from consent.models.terms import Action, Purpose

__all__ = [
    "Absence",
    "Action",
    "Appearance",
    "Asset",
    "AssetChange",
    "Ceiling",
    "Confirmation",
    "ConsentText",
    "Declaration",
    "DeclarationLine",
    "Law",
    "Objection",
    "Proof",
    "Purpose",
    "SecondHand",
]
