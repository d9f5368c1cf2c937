"""From facts to a plan: assess each protocol, count the ledger, prepare the product.

Every door that plans a session calls `plan_session`, so that a plan is the same on the
command line, on a screen and for another system.
"""

from collections.abc import Mapping, Sequence

import attrs

from glabella.core.eligibility import Setting, assess
from glabella.core.facts import FactSet
from glabella.core.ledger import Ledger, ledger
from glabella.core.muscles import Muscle, wholes
from glabella.core.plan import Desk, Order, Plan, plan
from glabella.core.product import Product, preparation_for
from glabella.core.profile import Profile, ledger_rules
from glabella.core.protocol import Phase, Protocol
from glabella.core.schemes import Bench, Choice, chosen_scheme
from glabella.core.sessions import administrations, overrides


@attrs.frozen
class Wish:
    """A protocol to plan, with what the clinician chose for it."""

    protocol: Protocol
    choice: Choice = attrs.field(factory=Choice)


@attrs.frozen
class Room:
    """Where a session is planned: country, product, practice and sources, muscles."""

    profile: Profile
    product: Product
    setting: Setting
    muscles: Mapping[str, Muscle]


@attrs.frozen
class Patient:
    """Whom it is planned for: facts of the day, and the baseline if one is on file."""

    facts: FactSet
    baseline: FactSet | None = None
    phase: Phase | None = None


def plan_session(wishes: Sequence[Wish], patient: Patient, *, room: Room) -> Plan:
    """Return the plan of one session for one product, everything counted in.

    Raises:
        UnknownNameError: If a scheme or an option does not exist.
        InputError: If entered units lie outside a published range.
    """
    orders = orders_of(wishes, patient, room=room)
    return plan(orders, desk=desk_of(wishes, patient.facts, room=room))


def orders_of(
    wishes: Sequence[Wish], patient: Patient, *, room: Room
) -> tuple[Order, ...]:
    """Return each protocol with its choice, assessed for the product at hand."""
    setting = attrs.evolve(room.setting, product=room.product.id)
    return tuple(_order(wish, patient, setting) for wish in wishes)


def desk_of(wishes: Sequence[Wish], facts: FactSet, *, room: Room) -> Desk:
    """Return what the plan is made with: preparation, ledgers, practice, muscles.

    Raises:
        UnknownNameError: If a scheme does not exist for the product.
    """
    protocols = [wish.protocol for wish in wishes]
    bench = Bench(room.product.id, room.profile.id, room.setting.sources)
    schemes = [chosen_scheme(w.protocol, w.choice, bench=bench) for w in wishes]
    chosen = [scheme for scheme in schemes if scheme is not None]
    names = [protocol.id for protocol in protocols]
    return Desk(
        bench=bench,
        part_of=wholes(room.muscles),
        practice=room.setting.practice,
        preparation=preparation_for(room.product, schemes=chosen, conditions=names),
        ledgers=ledgers(protocols, facts, room=room),
    )


def _order(wish: Wish, patient: Patient, setting: Setting) -> Order:
    assessment = assess(
        wish.protocol,
        patient.facts,
        setting=setting,
        phase=patient.phase,
        baseline=patient.baseline,
    )
    return Order(wish.protocol, wish.choice, assessment)


def ledgers(
    protocols: Sequence[Protocol], facts: FactSet, *, room: Room
) -> tuple[Ledger, ...]:
    """Return the ledgers that count this session: the product's own first."""
    rules = ledger_rules(room.profile, protocols, product=room.product.id)
    given, lifted = administrations(facts), overrides(facts)
    return tuple(ledger(facts.on, given, rule=rule, overrides=lifted) for rule in rules)
