"""How long footage is kept, erasure, backups, and the ledger itself."""

from vigportal.ledger.vocabulary.marking import gettext_noop as _

ROWS = (
    ("retention_changed", _("How long footage is kept was changed."), "parts"),
    ("erased_by_rule", _("Its time had passed and it was erased ({kind})."), "assets kind trigger"),
    ("certificate_issued", _("Certificate {number} of erasure was issued."), "certificate number digest"),
    ("hold_placed", _("Erasure was put on hold ({reason})."), "hold asset reason until_on"),
    ("hold_lifted", _("A hold on erasure was lifted."), "hold asset"),
    ("backup_made", _("A backup was made."), "digest"),
    ("keys_copied", _("The keys were copied; older copies taken away: {count}."), "count"),
    ("restored", _("The portal was restored from a backup."), "digest"),
    ("vault_checked", _("The vault was checked: {count} objects, {number} of them not whole."), "count number"),
    ("service_key_rotated", _("The key of this service was changed."), ""),
    ("deployment_key_rotated", _("The key of the portal was changed."), "digest"),
    ("ledger_read", _("The ledger was read."), ""),
    ("form_refused", _("A form was not accepted ({reason})."), "reason"),
)
