"""CONSENT ON PAPER: what somebody said, in the forms that leave the portal.

`receipt.py` (ISO/IEC TS 27560, JSON) · `fhir.py` (HL7 FHIR R4 `Consent`, JSON) · `history.py` (everything in order, as
people read it). Whose they are, was asked at a door of `access`. May import: what `consent` may, below `actions`.
"""
