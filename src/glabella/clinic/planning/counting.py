"""A plan counted on the sites that stand in it, with all that a person must weigh.

Actions and queries both ask here, so that what was shown is what is approved.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import attrs

from glabella.clinic.assessment.queries import examination, site_findings
from glabella.clinic.assessment.values import SiteFinding
from glabella.clinic.assessment.visits import facts_of, visit
from glabella.clinic.people.cards import Person
from glabella.clinic.planning.models import Confirmed, Plan
from glabella.clinic.planning.placing import PlaceNote, from_scheme, notes, placed
from glabella.clinic.planning.values import (
    NewSite,
    Order,
    order_of,
    site_of,
    wishes,
)
from glabella.clinic.practice.knowledge import figures
from glabella.clinic.practice.models import Outlet
from glabella.core import plan as core
from glabella.core.eligibility import Assessment, Setting
from glabella.core.plan import Needed, PlanStatus, Warned
from glabella.core.planning import Room, desk_of
from glabella.core.practice import Confirmation, Practice
from glabella.core.product import Preparation
from glabella.core.recount import BY_HAND, Recount, recount
from glabella.core.schemes import chosen_scheme
from glabella.core.sources import Text
from glabella.protocols.loader import Library

FINDING = "finding/"
LANDMARKS = "/landmarks"


@attrs.frozen
class Content:
    """What a plan says, saved or not.

    Args:
        outlet: Where; its country profile holds.
        on: The day it is meant for.
        confirmed: What was confirmed by name for this plan.
    """

    outlet: Outlet
    on: date
    product: str
    orders: tuple[Order, ...]
    sites: tuple[NewSite, ...]
    confirmed: tuple[Confirmed, ...] = ()


@attrs.frozen
class Counted:
    """A plan recounted on its actual sites.

    Args:
        recount: The core's count: `plan`, and what differs from the schemes.
        assessments: Of each protocol, as the facts stand today.
        findings: Of the baseline examination, for the muscles of this plan.
        status: The core's, or what a finding makes of it.
        needed: What must be confirmed by name before anybody approves.
        landmarks: Rules of place that nobody has read; a name lets them place points.
        standing: Confirmations of this plan that hold for its present doses.
        warnings: What stops, and what must be said; of findings too.
        places: Sites in a risky zone, or outside their muscle.
        preparation: The strength it is counted with; None if no source prints one.
    """

    recount: Recount
    assessments: tuple[Assessment, ...]
    findings: tuple[SiteFinding, ...]
    status: PlanStatus
    needed: tuple[Needed, ...]
    landmarks: tuple[Needed, ...]
    standing: tuple[Confirmed, ...]
    warnings: tuple[Warned, ...]
    places: tuple[PlaceNote, ...] = ()
    preparation: Preparation | None = None

    @property
    def plan(self) -> core.Plan:
        """The plan as the core counts it."""
        return self.recount.plan


def content_of(plan: Plan) -> Content:
    """Return what a plan on file says."""
    return Content(
        outlet=plan.outlet,
        on=plan.on,
        product=plan.product,
        orders=tuple(map(order_of, plan.orders)),
        sites=tuple(map(site_of, plan.sites.all())),
        confirmed=tuple(plan.confirmed.order_by("confirmed_at", "id")),
    )


@attrs.frozen
class Scene:
    """What a plan is counted with: the assessed orders, and the desk of the core."""

    orders: tuple[core.Order, ...]
    desk: core.Desk


def scene_of(content: Content, who: Person, *, today: date, library: Library) -> Scene:
    """Return the orders as assessed today, and the ledger of the day of the plan.

    Raises:
        UnknownNameError: If a protocol, product or scheme does not exist.
    """
    seen = visit(who, outlet=content.outlet, on=today, library=library)
    practice = with_confirmed(seen.setting.practice, holding(content))
    room = _room(content, library, practice)
    seen = attrs.evolve(seen, setting=room.setting)
    chosen = wishes(content.orders, library)
    later = seen.facts
    if content.on > today:
        later = facts_of(who, on=content.on, library=library)
    return Scene(
        orders=tuple(
            core.Order(wish.protocol, wish.choice, seen.assess(wish.protocol))
            for wish in chosen
        ),
        desk=desk_of(chosen, later, room=room),
    )


def _room(content: Content, library: Library, practice: Practice) -> Room:
    profile = content.outlet.profile
    return Room(
        profile=library.profile(profile),
        product=library.product(content.product),
        setting=Setting(profile, library.sources, practice, content.product),
        muscles=library.muscles,
    )


def count(content: Content, who: Person, *, today: date, library: Library) -> Counted:
    """Return the plan counted as it stands.

    The verdicts are those of today; the ledger is that of the day it is meant for.

    Raises:
        UnknownNameError: If a protocol, product, scheme or option does not exist.
        InputError: If a site cannot be counted, or units lie outside a range.
    """
    scene = scene_of(content, who, today=today, library=library)
    orders, desk = scene.orders, scene.desk
    entered = [site.entered for site in content.sites]
    made = recount(orders, entered, desk=desk)
    found = tuple(_concerning(site_findings(who), content.sites))
    stops, asks = _judged(found, desk.practice)
    return Counted(
        recount=made,
        assessments=tuple(order.assessment for order in orders),
        findings=found,
        status=_status(made.plan.status, stops, asks),
        needed=(*made.plan.needed, *asks),
        landmarks=tuple(_unread_landmarks(orders, desk)),
        standing=tuple(holding(content)),
        warnings=(*made.plan.warnings, *stops, *_unexamined(who)),
        places=tuple(notes(content.sites, figures())),
        preparation=desk.preparation,
    )


def proposed(
    content: Content,
    who: Person,
    *,
    today: date,
    library: Library,
) -> tuple[NewSite, ...]:
    """Return the sites that the schemes propose, each where its muscle is drawn.

    A protocol that a verdict refuses proposes none: a map beside a refusal would read
    like a plan.

    Raises:
        UnknownNameError: If a protocol, product, scheme or option does not exist.
        InputError: If units lie outside a range.
    """
    scene = scene_of(content, who, today=today, library=library)
    made = core.plan(scene.orders, desk=scene.desk)
    landmarks = placing_muscles(scene)
    return placed(from_scheme(made.sites), figures(), landmarks=landmarks)


# ---- what was confirmed --------------------------------------------------------------


def with_confirmed(practice: Practice, standing: Iterable[Confirmed]) -> Practice:
    """Return the practice with what was confirmed for this plan.

    What belongs to one plan is never confirmed for a whole practice.
    """
    kept = [one for one in practice.confirmations if not _is_of_one_plan(one.what)]
    own = [
        Confirmation(one.what, one.name, one.confirmed_at.date()) for one in standing
    ]
    return attrs.evolve(practice, confirmations=(*kept, *own))


def _is_of_one_plan(what: str) -> bool:
    return what == BY_HAND or what.startswith(FINDING)


def holding(content: Content) -> Iterator[Confirmed]:
    """Yield the confirmations that still speak of the present doses."""
    for one in content.confirmed:
        if one.digest == subject(one.what, content):
            yield one


def subject(what: str, content: Content) -> str:
    """Return the digest of what a confirmation speaks of: orders and doses.

    Where a point stands does not change its dose, and leaves the confirmation alone.
    """
    whose = set(what.removesuffix(LANDMARKS).partition("/")[0].split("+"))
    is_of_all = _is_of_one_plan(what)
    orders = [
        [one.protocol, one.scheme, one.sides, *sorted(one.options)]
        for one in content.orders
        if is_of_all or one.protocol in whose
    ]
    is_of_places = what.endswith(LANDMARKS)
    doses = [
        [site.muscle, site.side, site.point, f"{site.units.normalize():f}"]
        for site in content.sites
        if not is_of_places and (is_of_all or whose & set(site.protocols))
    ]
    text = json.dumps([content.product, orders, sorted(doses)], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


# ---- findings of the examination -----------------------------------------------------


UNEXAMINED = Warned(
    "examination_missing",
    Text(
        "No baseline examination is on record: what brow, lids, jaw, neck and skin"
        " forbid is not known.",
        "Keine Ausgangsuntersuchung ist dokumentiert: Was Braue, Lider, Kiefer, Nacken"
        " und Haut verbieten, ist nicht bekannt.",
    ),
)


def _unexamined(who: Person) -> tuple[Warned, ...]:
    """Return the warning that nobody has looked: no finding is no normal finding."""
    return () if examination(who) else (UNEXAMINED,)


def _concerning(
    findings: Iterable[SiteFinding], sites: Sequence[NewSite]
) -> Iterator[SiteFinding]:
    """Yield the findings that speak of a muscle and side of the plan."""
    places = {(site.muscle, side) for site in sites for side in ("", site.side)}
    for finding in findings:
        if (finding.muscle, finding.side) in places or (
            finding.side and (finding.muscle, "middle") in places
        ):
            yield finding


def _judged(
    findings: Iterable[SiteFinding], practice: Practice
) -> tuple[tuple[Warned, ...], tuple[Needed, ...]]:
    """Return what findings stop, and what they ask.

    A rule that nobody has read in a source only asks.
    """
    stops: dict[str, Warned] = {}
    asks: dict[str, Needed] = {}
    for one in findings:
        what = f"{FINDING}{one.finding}/{one.muscle}"
        if one.effect == "forbid" and one.status == "SEEN":
            stops[what] = Warned(what, one.text, PlanStatus.BLOCKED)
        elif one.effect in {"forbid", "ask"} and not practice.confirmation(what):
            asks[what] = Needed(what, one.text)
    return tuple(stops.values()), tuple(asks.values())


def _status(
    status: PlanStatus, stops: Sequence[Warned], asks: Sequence[Needed]
) -> PlanStatus:
    if stops:
        return PlanStatus.BLOCKED
    if asks and status is PlanStatus.PROPOSED:
        return PlanStatus.NEEDS_CONFIRMATION
    return status


# ---- rules of place ------------------------------------------------------------------


def _unread_landmarks(
    orders: Iterable[core.Order], desk: core.Desk
) -> Iterator[Needed]:
    """Yield the protocols whose landmarks are recalled and not vouched for."""
    for order in orders:
        scheme = chosen_scheme(order.protocol, order.choice, bench=desk.bench)
        what = f"{order.protocol.id}{LANDMARKS}"
        if scheme is None or desk.practice.confirmation(what) is not None:
            continue
        rules = [
            site.landmark
            for site in scheme.sites
            if site.landmark and site.landmark_basis and site.landmark_basis.is_recalled
        ]
        if rules:
            en = "; ".join(rule.en for rule in rules)
            de = "; ".join(rule.de for rule in rules)
            yield Needed(what, Text(en, de))


def placing_muscles(scene: Scene) -> frozenset[str]:
    """Return the muscles whose rule of place was read, or confirmed by name."""
    bench, practice = scene.desk.bench, scene.desk.practice
    found = set()
    for order in scene.orders:
        scheme = chosen_scheme(order.protocol, order.choice, bench=bench)
        vouched = practice.confirmation(f"{order.protocol.id}{LANDMARKS}")
        for site in scheme.sites if scheme else ():
            basis = site.landmark_basis
            if basis is not None and (vouched or not basis.is_recalled):
                found.add(site.muscle)
    return frozenset(found)
