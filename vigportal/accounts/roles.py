"""Who may do what, by role alone. Reach (whose case?) and consent are asked elsewhere; all three must say yes.

Quiet room. A role that is not in the table may do nothing.
"""

from enum import StrEnum


class Role(StrEnum):
    """The seat a person takes in a service."""

    PRACTITIONER = "practitioner"
    SUPERVISOR = "supervisor"
    EXTERNAL_SUPERVISOR = "external_supervisor"
    MANAGER = "manager"
    DATA_PROTECTION = "data_protection"
    GUARDIAN = "guardian"


class Act(StrEnum):
    """What a role opens. None of these lets anybody watch: watching is consent's to decide."""

    HOLD_CASES = "hold_cases"
    SUPERVISE = "supervise"
    MANAGE_PEOPLE = "manage_people"
    SET_POLICY = "set_policy"
    READ_LEDGER = "read_ledger"
    OWN_FAMILY = "own_family"


MAY: dict[Role, frozenset[Act]] = {
    Role.PRACTITIONER: frozenset({Act.HOLD_CASES}),
    Role.SUPERVISOR: frozenset({Act.HOLD_CASES, Act.SUPERVISE}),
    Role.EXTERNAL_SUPERVISOR: frozenset({Act.SUPERVISE}),
    Role.MANAGER: frozenset({Act.MANAGE_PEOPLE, Act.SET_POLICY}),
    Role.DATA_PROTECTION: frozenset({Act.READ_LEDGER}),
    Role.GUARDIAN: frozenset({Act.OWN_FAMILY}),
}

WORKING_ROLES = frozenset(Role) - {Role.GUARDIAN}
"""Roles of people who work for (or with) the service: a second factor is required of them."""


def roles_that_may(act: Act) -> frozenset[Role]:
    """Every role that opens `act`."""
    return frozenset(role for role, acts in MAY.items() if act in acts)
