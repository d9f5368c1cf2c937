"""The story of one synthetic person as deeds with their times, to be done in order.

A deed is a function of no arguments beside its time; the maker sorts all of them by
time and does them, so that the trail grows as it would have.
"""

import math
import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions as booking
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.values import NewAppointment
from glabella.clinic.demo.curves import headache_chance, phq9_items
from glabella.clinic.demo.house import PRODUCT, VIAL, House
from glabella.clinic.demo.synthetic import Synthetic
from glabella.clinic.people import actions as people
from glabella.clinic.people.models import Patient
from glabella.clinic.people.values import (
    NewAllergy,
    NewContact,
    NewPatient,
    NewRelation,
)
from glabella.clinic.practice.knowledge import instruments, library
from glabella.clinic.record import actions as record
from glabella.clinic.record.values import (
    NewDiaryDay,
    NewFact,
    NewLot,
    NewProblem,
    NewScore,
    NewSession,
    NewSideEffect,
    NewSite,
    NewTherapy,
)
from glabella.clinic.stock import actions as stock
from glabella.clinic.stock.models import Lot
from glabella.clinic.stock.values import Use
from glabella.core.errors import InputError

Act = Callable[[datetime], object]
Deed = tuple[datetime, Act]

# Safety facts that the history asks of everybody, answered with no.
ASKED = ("pregnancy", "breastfeeding")

MIGRAINE = frozenset({"chronic_migraine", "migraine_with_depression"})
MOOD = frozenset({"major_depression", "migraine_with_depression"})
# Units of the trials (wollmer2012, magid2014): 29 for women, 39 for men. Only the total
# is recorded: how it was divided among the points was not read in a source.
UNITS_OF_MOOD = {"female": Decimal(29), "male": Decimal(39), "unknown": Decimal(29)}
# 40 U of each masseter in two points, a total inside the ranges of the protocol.
MASSETER_UNITS = Decimal(20)
DIARY_DAYS = 210
GAP_STARTS = 0.01  # one day in a hundred begins a gap in the diary
PROBLEMS = {
    "chronic_migraine": NewProblem("Chronic migraine", "ICHD-3", "1.3"),
    "major_depression": NewProblem("Recurrent depressive disorder", "ICD-10", "F33"),
    "bruxism_masseter": NewProblem("Sleep bruxism", "ICD-10", "G47.8", side="both"),
    "migraine_with_depression": NewProblem("Chronic migraine", "ICHD-3", "1.3"),
}


SITES = {"bilateral": ("left", "right"), "midline": ("middle",)}
# Neck pain 6.7 % of 687, PREEMPT pooled, DODICK-2010 (side effects of the protocol).
NECK_PAIN = 0.067


@attrs.define
class Story:
    """One person of the demo, with their card once it is made."""

    who: Synthetic
    house: House
    on: date
    chance: random.Random
    card: Patient | None = None

    @property
    def id(self) -> UUID:
        """The id of the card; the first deed of every story makes it."""
        if self.card is None:
            raise InputError("the card is not made yet", where="demo")
        return self.card.id

    @property
    def outlet(self) -> UUID:
        """Where the person is treated."""
        return self.house.outlets[self.who.outlet].id

    def at(self, day: date, hour: int = 10) -> datetime:
        """Return a time of that day at the outlet, a whole five minutes."""
        zone = ZoneInfo(self.house.outlets[self.who.outlet].time_zone)
        moment = time(hour, (self.who.number * 5) % 60)
        return datetime.combine(day, moment, zone).astimezone(UTC)

    def by(self, role: Role) -> Actor:
        """Return somebody of that role who works at the person's outlet."""
        is_away = role is Role.CLINICIAN and self.who.outlet == 1
        found = Role.LEAD_CLINICIAN if is_away else role
        return self.house.actor(found, self.who.outlet)

    @property
    def doctor(self) -> UUID:
        """The member of staff who treats the person."""
        is_away = self.who.outlet == 1
        role = Role.LEAD_CLINICIAN if is_away else Role.CLINICIAN
        return self.house.staff[role].id


def tell(story: Story) -> Iterator[Deed]:
    """Yield every deed about one person, each with its time."""
    days = session_days(story)
    start = (days[0] if days else story.on) - timedelta(days=10)
    yield from _arrival(story, start)
    for place, day in enumerate(days):
        yield from _session(story, day, is_first=place == 0)
    yield from _scores(story, days)
    yield from _diary(story, days)
    yield from _next_visit(story, days)


def session_days(story: Story) -> list[date]:
    """Return the days of the sessions so far, 12 to 16 weeks apart."""
    days: list[date] = []
    day = story.who.first_on
    while day is not None and len(days) < story.who.sessions and day < story.on:
        days.append(day)
        day += timedelta(days=story.chance.randint(84, 112))
    is_overdue = story.who.number % 10 == 0  # has missed the last one
    return (days[:-1] or days) if is_overdue else days


def _arrival(story: Story, day: date) -> Iterator[Deed]:
    who = story.who

    def register(at: datetime) -> None:
        new = NewPatient(
            who.family_name,
            who.given_names,
            birth_date=who.birth_date,
            sex=who.sex,
            language=who.language,
        )
        desk = story.by(Role.FRONT_DESK)
        story.card = people.register_patient(new, by=desk, at=at, outlet=story.outlet)
        mail = NewContact("email", who.email, is_safe=True, may_remind=True)
        people.add_contact(story.id, mail, by=desk, at=at)

    def take_history(at: datetime) -> None:
        by = story.by(Role.CLINICIAN)
        people.note_allergies_asked(story.id, on=day, by=by, at=at)
        record.note_problem(story.id, PROBLEMS[who.condition], by=by, at=at)
        if who.condition in MIGRAINE:
            _preventives(story, day, by=by, at=at)
        facts = [
            NewFact(name, value=False, as_of=day, source="history") for name in ASKED
        ]
        catalogue = library().catalogue
        record.record_facts(story.id, facts, by=by, at=at, catalogue=catalogue)

    yield story.at(day, 9), register
    yield story.at(day, 10), take_history
    if who.number % 9 == 0:
        yield story.at(day, 11), lambda at: _surroundings(story, at)


def _preventives(story: Story, day: date, *, by: Actor, at: datetime) -> None:
    for name, outcome in (("Propranolol", "failed"), ("Topiramate", "not_tolerated")):
        new = NewTherapy(
            "medicine",
            name,
            started_on=day - timedelta(days=500),
            stopped_on=day - timedelta(days=400),
            outcome=outcome,
        )
        record.note_therapy(story.id, new, by=by, at=at)


def _surroundings(story: Story, at: datetime) -> None:
    desk = story.by(Role.FRONT_DESK)
    gp = NewRelation("gp", "Dr. Sample (synthetic)", may_be_told=True)
    people.add_relation(story.id, gp, by=desk, at=at)
    allergy = NewAllergy("Penicillin", "rash", "mild")
    people.add_allergy(story.id, allergy, by=story.by(Role.CLINICIAN), at=at)


def _session(story: Story, day: date, *, is_first: bool) -> Iterator[Deed]:
    sites = sites_of(story.who)
    units = UNITS_OF_MOOD[story.who.sex]
    total = sum((site.units for site in sites), Decimal(0)) or units
    lot = lot_of(story, day)
    vials = math.ceil(total / VIAL)

    def treat(at: datetime) -> None:
        by = story.by(Role.CLINICIAN)
        new = NewSession(
            outlet=story.outlet,
            clinician=story.doctor,
            protocol=story.who.condition,
            protocol_version=library().protocol(story.who.condition).version,
            product=PRODUCT,
            on=day,
            sites=sites,
            units=None if sites else units,
            lots=(NewLot(lot.id, lot.number, total),),
        )
        row = record.record_session(story.id, new, by=by, at=at)
        use = Use(lot.id, story.outlet, row.id, vials=vials, units=total)
        stock.use_for_session(use, by=by, at=at)
        name = story.house.users[Role(by.role)].name
        record.seal_session(row.id, name=name, by=by, at=at)
        if story.chance.random() < NECK_PAIN and story.who.condition in MIGRAINE:
            _neck_pain(story, row.id, at=at)

    yield story.at(day, 11), treat
    if is_first:
        yield story.at(day, 12), lambda at: _write_note(story, day, at)


def _neck_pain(story: Story, session: UUID, *, at: datetime) -> None:
    new = NewSideEffect(
        label="Neck pain",
        effect="neck_pain",
        session=session,
        place="neck",
        severity="mild",
        causality="probable",
        is_serious=False,
    )
    by = story.by(Role.CLINICIAN)
    record.note_side_effect(story.id, new, by=by, at=at)


def _write_note(story: Story, day: date, at: datetime) -> None:
    by = story.by(Role.CLINICIAN)
    text = "Synthetic note. First session, tolerated well. Next visit in twelve weeks."
    note = record.write_note(
        story.id, outlet=story.outlet, on=day, text=text, by=by, at=at
    )
    name = story.house.users[Role(by.role)].name
    record.sign_note(note.id, name=name, by=by, at=at)


def sites_of(who: Synthetic) -> tuple[NewSite, ...]:
    """Return the sites of one session: the printed scheme, or two points a masseter."""
    if who.condition == "bruxism_masseter":
        return tuple(
            NewSite("masseter", side, MASSETER_UNITS)
            for side in ("left", "right")
            for _ in range(2)
        )
    if who.condition not in MIGRAINE:
        return ()
    scheme = next(
        one
        for one in library().protocol("chronic_migraine").schemes
        if one.choice == "default"
    )
    return tuple(
        NewSite(site.muscle, side, Decimal(site.units_per_point or 5), depth="")
        for site in scheme.sites
        for side in SITES[site.side]
        for _ in range(site.points or 1)
    )


def lot_of(story: Story, day: date) -> Lot:
    """Return the lot of a session; the third one, later recalled, lately and seldom."""
    old, good, recalled = story.house.lots
    if (story.on - day).days > 365:  # noqa: PLR2004 a year ago the first lot was in use
        return old
    is_seldom = story.who.number % 7 == 0 and (story.on - day).days < 150  # noqa: PLR2004 some of the last months
    return recalled if is_seldom else good


def _scores(story: Story, days: list[date]) -> Iterator[Deed]:
    """Yield PHQ-9 before the first session, and six and eleven weeks after each."""
    first = story.chance.randint(14, 20)
    if story.who.condition not in MOOD:
        first = story.chance.randint(3, 9)
    asked: list[tuple[date, int | None]]
    asked = [(days[0] - timedelta(days=3), None)] if days else [(story.on, None)]
    for day in days:
        asked += [(day + timedelta(days=42), 42), (day + timedelta(days=77), 77)]
    for day, after in asked:
        if day <= story.on and story.chance.random() > 0.12:  # noqa: PLR2004 some are forgotten
            items = phq9_items(first, after, gain=story.who.gain, chance=story.chance)
            yield story.at(day, 13), _score(story, day, items)


def _score(story: Story, day: date, items: list[int]) -> Act:
    def fill_in(at: datetime) -> None:
        record.record_score(
            story.id,
            NewScore("phq9", day, items=tuple(items)),
            by=story.by(Role.ASSISTANT),
            at=at,
            instruments=instruments(),
        )

    return fill_in


def _diary(story: Story, days: list[date]) -> Iterator[Deed]:
    """Yield the diary of the last months in one deed; gaps stay gaps."""
    if story.who.condition not in MIGRAINE or not days or story.who.number % 2:
        return
    start = max(days[0] - timedelta(days=28), story.on - timedelta(days=DIARY_DAYS))
    rows = tuple(_diary_days(story, days, start=start))

    def keep(at: datetime) -> None:
        by = story.by(Role.ASSISTANT)
        record.record_diary_days(story.id, rows, by=by, at=at)

    yield story.at(story.on, 8), keep


def _diary_days(
    story: Story, days: list[date], *, start: date
) -> Iterator[NewDiaryDay]:
    chance, day = story.chance, start
    while day < story.on:
        if chance.random() < GAP_STARTS:
            day += timedelta(days=chance.randint(3, 25))
            continue
        last = max((one for one in days if one <= day), default=None)
        after = None if last is None else (day - last).days
        likely = headache_chance(after, gain=story.who.gain)
        yield _diary_day(day, has=chance.random() < likely, chance=chance)
        day += timedelta(days=1)


def _diary_day(day: date, *, has: bool, chance: random.Random) -> NewDiaryDay:
    if not has:
        return NewDiaryDay("headache", day, had=False)
    return NewDiaryDay(
        "headache",
        day,
        had=True,
        severity=chance.randint(3, 9),
        hours=Decimal(chance.randint(2, 20)),
        medicines=("triptan",) if chance.random() < 0.3 else (),  # noqa: PLR2004 a third of the days
    )


def _next_visit(story: Story, days: list[date]) -> Iterator[Deed]:
    """Yield the next appointment; somebody overdue has none."""
    if story.who.number % 10 == 0:
        return
    after = (days[-1] + timedelta(days=91)) if days else story.on + timedelta(days=3)
    day = max(after, story.on)
    if day.weekday() > 4 and day != story.on:  # noqa: PLR2004 no visits on Saturday and Sunday
        day += timedelta(days=7 - day.weekday())
    kind = "treatment" if days else "first"

    def book(at: datetime) -> None:
        booked = book_free(story, day, kind, at=at)
        if booked is None:
            book_free(story, day + timedelta(days=1), kind, at=at)

    yield story.at(story.on, 7) - timedelta(days=1), book


def book_free(
    story: Story, day: date, kind: str, *, at: datetime
) -> Appointment | None:
    """Book the first free half hour of a day; None if there is none."""
    zone = ZoneInfo(story.house.outlets[story.who.outlet].time_zone)
    for slot in range(16):
        start = datetime.combine(day, time(9), zone) + timedelta(minutes=30 * slot)
        new = NewAppointment(
            patient=story.id,
            outlet=story.outlet,
            service=story.house.services[kind].id,
            starts_at=start,
            clinician=story.doctor,
            room=story.house.rooms[story.who.outlet].id,
            minutes=30,
            protocol=story.who.condition,
        )
        try:
            return booking.book(new, by=story.by(Role.FRONT_DESK), at=at)
        except DeedRefusedError:
            continue  # taken: the next half hour
    return None
