"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.roles import CLINICAL, PHYSICIANS, READERS
from glabella.clinic.accounts.rules import Rule


def _clinical() -> Rule:
    return Rule(scope="patient", roles=READERS, writers=CLINICAL)


def _physicians() -> Rule:
    return Rule(scope="patient", roles=PHYSICIANS)


ACCESS: dict[str, Rule] = {
    "treatment:sessions": _clinical(),
    "treatment:session": _clinical(),
    "treatment:add_addendum": _clinical(),
    "treatment:treatment": _clinical(),
    "treatment:start": _physicians(),
    "treatment:afterwards": _physicians(),
    "treatment:scan": _clinical(),
    "treatment:open_best": _clinical(),
    "treatment:add_vial": _clinical(),
    "treatment:add_printed_vial": _clinical(),
    "treatment:check_dilution": _clinical(),
    "treatment:remove_vial": _clinical(),
    "treatment:label": _clinical(),
    "treatment:tick": _clinical(),
    "treatment:tick_all": _clinical(),
    "treatment:change_site": _clinical(),
    "treatment:leave_out": _clinical(),
    "treatment:add_site": _clinical(),
    "treatment:set_details": _clinical(),
    "treatment:note_reaction": _clinical(),
    "treatment:finish": _physicians(),
    "treatment:abandon": _physicians(),
}
