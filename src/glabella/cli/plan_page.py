"""The page of a plan: how far it stands, what is asked, the points, what to draw."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from glabella.cli.answer import PatientAnswer
from glabella.cli.plan_json import confirmed, demands, draw_warnings, shown
from glabella.cli.urgent_page import urgent_blocks
from glabella.cli.words_of_verdicts import draft_sentence, off_label_blocks
from glabella.core.plan import Plan, PlanStatus, Warned
from glabella.core.quantity import plain_number
from glabella.core.schemes import PlannedSite
from glabella.core.sources import Text
from glabella.protocols.citing import doubt, source_entries
from glabella.protocols.document import (
    Block,
    Entries,
    Entry,
    Heading,
    Language,
    Paragraph,
    Table,
)
from glabella.protocols.wording import VERDICTS

STATUSES = {
    PlanStatus.PROPOSED: Text("proposed", "vorgeschlagen"),
    PlanStatus.NEEDS_CONFIRMATION: Text(
        "needs confirmation, nothing is proposed", "zu bestätigen, nichts vorgeschlagen"
    ),
    PlanStatus.NO_DOSE: Text("no dose is proposed", "keine Dosis vorgeschlagen"),
    PlanStatus.BLOCKED: Text("blocked", "nicht zulässig"),
    PlanStatus.DEFERRED: Text("deferred", "aufgeschoben"),
}

_GROUPS = {
    "frontalis_with_glabella": Text("forehead with glabella", "Stirn mit Glabella"),
    "neck_with_shoulder": Text("neck with shoulder", "Nacken mit Schulter"),
}

_SIDES = ("left", "right", "midline")


def plan_blocks(made: Plan, answer: PatientAnswer, say: Language) -> Iterator[Block]:
    """Yield the page; its first line says that a protocol is a draft."""
    yield from _drafts(answer, say)
    yield _opening(answer, say)
    yield from urgent_blocks(answer, say)
    yield from plan_body(made, answer, say)
    made = shown(made)
    sources = {key for site in made.sites for key in site.sources}
    sources |= {key for one in answer.urgent for key in one.rule.basis.sources}
    if sources:
        yield Heading(say("Sources", "Quellen"))
        yield Entries(source_entries(sources, answer.inquiry.library.sources, say))


def plan_body(made: Plan, answer: PatientAnswer, say: Language) -> Iterator[Block]:
    """Yield status, confirmations, warnings, points, draws and ledger."""
    yield from _head(made, answer, say)
    yield from _needed(made, say)
    yield from _confirmed(answer, say)
    yield from _warnings((*made.warnings, *draw_warnings(made)), say)
    if shown(made).sites:
        yield from _points(made, answer, say)
    if made.status is PlanStatus.PROPOSED:
        yield from _draws(made, say)
    yield from _ledger(made, say)
    yield from _off_label(answer, say)


def _drafts(answer: PatientAnswer, say: Language) -> Iterator[Block]:
    for each in answer.answers:
        if each.assessment.signed_by is None:
            yield Paragraph(draft_sentence(each.protocol, say))


def _opening(answer: PatientAnswer, say: Language) -> Block:
    day, profile = answer.inquiry.facts.on.isoformat(), answer.inquiry.profile
    return Paragraph(
        say(
            f"Glabella: plan for {day}, profile {profile}. The clinician decides.",
            f"Glabella: Injektionsplan für den {day}, Länderprofil {profile}. "
            "Die Entscheidung ist ärztlich.",
        )
    )


def _head(made: Plan, answer: PatientAnswer, say: Language) -> Iterator[Block]:
    status = say.of(STATUSES[made.status])
    total = ""
    if made.total_units is not None:
        total = f", {_units(made.total_units, say)} {made.product}"
    yield Heading(f"{say('Plan', 'Plan')}: {status}{total}", level=1)
    for each in answer.answers:
        verdict = say.of(VERDICTS[each.assessment.verdict])
        yield Paragraph(f"{say.of(each.protocol.name)}: {verdict}.")
    if made.total_units is None and made.arithmetic_units:
        sum_ = _units(made.arithmetic_units, say)
        yield Paragraph(
            say(
                f"By arithmetic the points come to {sum_} {made.product}. "
                "This sum recommends nothing.",
                f"Rechnerisch ergeben die Punkte {sum_} {made.product}. "
                "Diese Summe empfiehlt nichts.",
            )
        )


def _units(units: Decimal, say: Language) -> str:
    return f"{plain_number(units)} {say('U', 'E')}"


def _needed(made: Plan, say: Language) -> Iterator[Block]:
    if made.needed:
        yield Heading(say("To confirm by name", "Namentlich zu bestätigen"))
        rows = [Entry(say.of(item.why), below=(item.what,)) for item in made.needed]
        yield Entries(tuple(rows))


def _confirmed(answer: PatientAnswer, say: Language) -> Iterator[Block]:
    rows = [f"{one.what}: {one.who}, {one.on.isoformat()}" for one in confirmed(answer)]
    if rows:
        yield Heading(say("Confirmed by name", "Namentlich bestätigt"))
        yield Entries(tuple(Entry(row) for row in rows))


def _off_label(answer: PatientAnswer, say: Language) -> Iterator[Block]:
    if demands(answer):
        yield from off_label_blocks(say)


def _warnings(warnings: Sequence[Warned], say: Language) -> Iterator[Block]:
    if not warnings:
        return
    yield Heading(say("Warnings", "Warnungen"))
    order = sorted(warnings, key=lambda warning: warning.stops is None)
    rows = dict.fromkeys((w.stops is not None, say.of(w.text)) for w in order)
    yield Entries(
        tuple(Entry(text, mark="!!" if stops else "!") for stops, text in rows)
    )


def _points(made: Plan, answer: PatientAnswer, say: Language) -> Iterator[Block]:
    title = say("Points", "Punkte")
    if made.status is not PlanStatus.PROPOSED:
        title = say("Points, not proposed", "Punkte, nicht vorgeschlagen")
    yield Heading(f"{title}: {len(made.sites)}")
    yield _map(made, answer, say)
    groups = [
        f"{say.of(_GROUPS[key])}: {_units(units, say)}"
        for key, units in made.group_units.items()
    ]
    if groups:
        yield Entries((Entry(f"{say('together', 'zusammen')}: {'; '.join(groups)}"),))
    yield Entries(tuple(_replaced(made, say)))
    yield from _landmarks(made, answer, say)


def _map(made: Plan, answer: PatientAnswer, say: Language) -> Table:
    muscles = dict.fromkeys(site.muscle for site in made.sites)
    rows = [
        (
            say.of(answer.inquiry.library.muscles[muscle].name),
            *(_doses(made.sites, muscle, side) for side in _SIDES),
            _units(_sum(made.sites, muscle), say),
        )
        for muscle in muscles
    ]
    head = say("muscle,left,right,midline,sum", "Muskel,links,rechts,Mitte,Summe")
    return Table(tuple(head.split(",")), tuple(rows))


def _sum(sites: Sequence[PlannedSite], muscle: str) -> Decimal:
    return sum((s.units for s in sites if s.muscle == muscle), Decimal(0))


def _doses(sites: Sequence[PlannedSite], muscle: str, side: str) -> str:
    """Return the points of a muscle and side, such as "2 x 5"."""
    doses = [s.units for s in sites if (s.muscle, s.side) == (muscle, side)]
    parts = [f"{doses.count(d)} x {plain_number(d)}" for d in dict.fromkeys(doses)]
    return " + ".join(parts) or "-"


def _replaced(made: Plan, say: Language) -> Iterator[Entry]:
    rows = dict.fromkeys((r.muscle, r.kept, r.dropped) for r in made.replacements)
    for muscle, kept, dropped in rows:
        yield Entry(
            say(
                f"{muscle}: the map of {kept} replaces that of {dropped}.",
                f"{muscle}: Die Punkte von {kept} ersetzen die von {dropped}.",
            )
        )


def _landmarks(made: Plan, answer: PatientAnswer, say: Language) -> Iterator[Block]:
    rows = {}
    for site in made.sites:
        if site.landmark is not None:
            name = say.of(answer.inquiry.library.muscles[site.muscle].name)
            why = site.landmark_unverified
            ending = f" ({doubt(why, say)})" if why else ""
            rows[site.muscle] = Entry(f"{name}: {say.of(site.landmark)}{ending}")
    for owner in withheld_landmarks(made):
        rows[f"withheld {owner}"] = Entry(
            say(
                f"The landmarks of {owner} were recalled, not read in a source. "
                "They are shown once a clinician has confirmed "
                f'"{owner}/landmarks" by name.',
                f"Die Orientierungspunkte von {owner} stammen aus der Erinnerung, "
                "nicht aus einer Quelle. Sie erscheinen, sobald eine Ärztin oder ein "
                f"Arzt „{owner}/landmarks“ namentlich bestätigt hat.",
            )
        )
    doubts = dict.fromkeys(s.unverified for s in made.sites if s.unverified)
    for why in doubts:
        owners = dict.fromkeys(
            s.protocols[0] for s in made.sites if s.unverified == why
        )
        start = say("Unverified doses", "Ungeprüfte Dosen")
        reasons = "; ".join(doubt(part, say) for part in why.split("; "))
        rows[f"doubt {why}"] = Entry(f"{start}: {reasons} ({', '.join(owners)})")
    if rows:
        yield Heading(say("Where", "Wo"))
        yield Entries(tuple(rows.values()))


def withheld_landmarks(made: Plan) -> tuple[str, ...]:
    """Return the protocols whose recalled landmarks are not shown."""
    return tuple(
        dict.fromkeys(
            site.protocols[0]
            for site in made.sites
            if site.landmark is None and site.landmark_unverified
        )
    )


def _draws(made: Plan, say: Language) -> Iterator[Block]:
    yield Heading(say("To draw", "Aufziehen"))
    if made.fill is None:
        text = say(
            "No dilution for this use was read in a source: nothing is worked out.",
            "Für diese Anwendung wurde keine Verdünnung gelesen: ohne Berechnung.",
        )
        yield Paragraph(text)
        return
    rows = [
        (
            str(draw.syringe),
            f"{plain_number(draw.volume.ml)} ml",
            _units(draw.dose.units, say),
            ", ".join(dict.fromkeys(each.site.split("/")[0] for each in draw.sites)),
        )
        for draw in made.fill.draws
    ]
    head = say("syringe,volume,units,for", "Spritze,Volumen,Einheiten,für")
    yield Table(tuple(head.split(",")), tuple(rows))
    if made.vials is not None:
        vials = ", ".join(
            f"{each.count} x {_units(each.size.units, say)}"
            for each in made.vials.vials
        )
        waste = _units(made.vials.waste.units, say)
        text = say(
            f"Open {vials}; waste {waste}.", f"Öffnen: {vials}; Verwurf {waste}."
        )
        yield Entries((Entry(text),))


def _ledger(made: Plan, say: Language) -> Iterator[Block]:
    book = made.ledger
    if book is None:
        return
    days = book.window_days
    limit = (
        _units(book.limit, say)
        if book.limit is not None
        else say("none on file", "keine")
    )
    left = _units(book.remaining, say) if book.remaining is not None else "?"
    yield Heading(say(f"Ledger of {days} days", f"Dosiskonto über {days} Tage"))
    used = _units(book.used, say)
    text = say(
        f"used {used}, limit {limit}, remaining {left}",
        f"verbraucht {used}, Grenze {limit}, Rest {left}",
    )
    earliest = book.earliest.isoformat() if book.earliest else "?"
    when = say(f"earliest next dose: {earliest}", f"frühestens wieder: {earliest}")
    yield Entries((Entry(f"{book.product}: {text}"), Entry(when)))
