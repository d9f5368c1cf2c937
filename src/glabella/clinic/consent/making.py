"""What a consent is made of: the plan as it was approved, and the scope it asks for."""

from collections.abc import Mapping
from decimal import Decimal

import attrs

from glabella.clinic.consent.effects import Effect, effects_of
from glabella.clinic.consent.texts import ConsentText, consent_text
from glabella.clinic.consent.values import Scope
from glabella.clinic.practice.knowledge import library
from glabella.core.labels import LabelAnswer, label_answer
from glabella.core.muscles import Muscle, wholes
from glabella.core.practice import Practice
from glabella.core.protocol import Label, Protocol

OTHER = "other"


@attrs.frozen
class Place:
    """A muscle group of a plan: its muscles, its points, its units."""

    group: str
    points: int
    units: Decimal
    muscles: tuple[str, ...]


@attrs.frozen
class OwnClause:
    """A clause of the clinic in its own words."""

    language: str
    title: str
    text: str


@attrs.frozen(kw_only=True)
class Making:
    """Everything that the text of one consent depends on.

    Args:
        profile: Id of the country profile.
        product: The active substance.
        labels: What the country's label says of it, by protocol.
        places: The muscle groups that are treated.
        effects: The side effects of those muscles.
        reach: Phone of the outlet; "" if there is none.
        up_to: Units that later sessions may reach in all; None for those of the plan.
    """

    profile: str
    product: str
    protocols: tuple[Protocol, ...]
    labels: Mapping[str, LabelAnswer]
    places: tuple[Place, ...]
    effects: tuple[Effect, ...]
    text: ConsentText
    clauses: tuple[OwnClause, ...] = ()
    reach: str = ""
    up_to: Decimal | None = None

    @property
    def scope(self) -> Scope:
        """What a consent made of this covers."""
        groups = {place.group: place.units for place in self.places}
        return Scope(
            protocols=tuple(one.id for one in self.protocols),
            product=self.product,
            groups=groups,
            total_units=sum(groups.values(), Decimal(0)),
            risks=tuple(effect.id for effect in self.effects),
            labels={name: one.status.value for name, one in self.labels.items()},
        )

    @property
    def is_off_label(self) -> bool:
        """Whether any use is not known to be authorised."""
        return any(one.status is not Label.ON_LABEL for one in self.labels.values())

    @property
    def conflicts(self) -> tuple[Protocol, ...]:
        """The protocols about whose label the sources disagree."""
        return tuple(
            one
            for one in self.protocols
            if self.labels[one.id].status is Label.CONFLICT
        )


def making(
    sites: Mapping[tuple[str, str, int], Decimal],
    *,
    protocols: tuple[str, ...],
    product: str,
    profile: str,
    practice: Practice,
) -> Making:
    """Return what a consent is made of.

    Args:
        sites: Units by muscle, side and point.
        protocols: Ids, the main one first.
        practice: What the practice has decided by name.

    Raises:
        UnknownNameError: If there is no such protocol.
    """
    known = library()
    used = tuple(known.protocol(one) for one in protocols)
    text = consent_text()
    return Making(
        profile=profile,
        product=product,
        protocols=used,
        labels={
            one.id: label_answer(one, practice, product=product, profile=profile)
            for one in used
        },
        places=_places(sites, known.muscles),
        effects=effects_of(
            used,
            muscles={muscle for muscle, _side, _point in sites},
            product=product,
            text=text,
            part_of=wholes(known.muscles),
        ),
        text=text,
    )


def _places(
    sites: Mapping[tuple[str, str, int], Decimal], muscles: Mapping[str, Muscle]
) -> tuple[Place, ...]:
    groups: dict[str, list[tuple[str, Decimal]]] = {}
    for (muscle, _side, _point), units in sites.items():
        known = muscles.get(muscle)
        groups.setdefault(known.region if known else OTHER, []).append((muscle, units))
    return tuple(
        Place(
            group=group,
            points=len(rows),
            units=sum((units for _muscle, units in rows), Decimal(0)),
            muscles=tuple(dict.fromkeys(muscle for muscle, _units in rows)),
        )
        for group, rows in groups.items()
    )
