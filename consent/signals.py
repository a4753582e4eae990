"""The one signal: somebody's consent changed, told after commit. Safety never depends on it: the gate decides anew."""

from django.dispatch import Signal

consent_changed = Signal()
