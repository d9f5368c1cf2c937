"""The sentences of a plan, in both languages."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from glabella.core.days import day_text
from glabella.core.quantity import Dose, plain_number
from glabella.core.sources import Text

ARITHMETIC_ONLY = Text(
    "This sum is arithmetic only; nobody has studied it. It recommends nothing.",
    "Diese Summe ist reine Arithmetik; niemand hat sie untersucht. "
    "Sie empfiehlt nichts.",
)


def facts_missing(name: Text) -> Text:
    """Say that facts are missing before anything can be proposed."""
    return Text(
        f"{name.en}: facts are missing; nothing is proposed until they are known.",
        f"{name.de}: Angaben fehlen; bis dahin wird nichts vorgeschlagen.",
    )


GERMAN_VERDICTS = {
    "blocked": "nicht zulässig",
    "deferred": "aufgeschoben",
    "not_indicated": "nicht angezeigt",
}


def not_met(name: Text, verdict: str) -> Text:
    """Say that the verdict stands against a plan."""
    return Text(
        f"{name.en}: the verdict is {verdict.replace('_', ' ')}; no plan is proposed.",
        f"{name.de}: Das Ergebnis lautet {GERMAN_VERDICTS[verdict]}; "
        "es wird kein Plan vorgeschlagen.",
    )


def suicide_item_open() -> Text:
    """Say that treatment may not start before a clinician has looked."""
    return Text(
        "A positive suicide item is open: treatment may not start before a clinician "
        "has seen and acknowledged it.",
        "Eine positive Suizidfrage ist offen: Die Behandlung darf erst beginnen, wenn "
        "eine Ärztin oder ein Arzt sie gesehen und bestätigt hat.",
    )


def no_combination(first: str, second: str) -> Text:
    """Say that two protocols are not merged by the software."""
    return Text(
        f"{first} and {second} share muscles and are not merged automatically: "
        "plan one of them, or each in its own session.",
        f"{first} und {second} teilen Muskeln und werden nicht automatisch "
        "zusammengeführt: nur eines planen oder jedes in eigener Sitzung.",
    )


def combination_unstudied(protocols: Sequence[str]) -> Text:
    """Say that nobody has studied this combination."""
    names = " + ".join(protocols)
    return Text(
        f"{names}: no trial has studied this combination of maps. {ARITHMETIC_ONLY.en}",
        f"{names}: Keine Studie hat diese Kombination untersucht. {ARITHMETIC_ONLY.de}",
    )


def unverified_scheme(name: Text) -> Text:
    """Say that a dose or its division was not read in a source."""
    return Text(
        f"{name.en}: the dose or its division among the points was not read in a "
        "source; a clinician must confirm it by name.",
        f"{name.de}: Die Dosis oder ihre Verteilung auf die Punkte wurde in keiner "
        "Quelle gelesen; sie ist namentlich ärztlich zu bestätigen.",
    )


def entered_by_hand(muscles: str) -> Text:
    """Say that a clinician entered units that no source prints."""
    return Text(
        f"{muscles}: these units were entered by hand and no source on file prints "
        "them; a clinician must confirm them by name.",
        f"{muscles}: Diese Einheiten wurden von Hand eingegeben, keine hinterlegte "
        "Quelle nennt sie; sie sind namentlich ärztlich zu bestätigen.",
    )


def blocked_by_ledger(text: Text) -> Text:
    """Say that an earlier toxin stands in the way until someone decides by name."""
    return Text(
        f"{text.en} Only a named override lifts this.",
        f"{text.de} Nur eine namentliche Ausnahme hebt dies auf.",
    )


def too_early(day: date) -> Text:
    """Say when the interval is over."""
    said = day_text(day)
    return Text(
        f"Too early: the interval since the last injection ends on {said.en}.",
        f"Zu früh: Der Abstand zur letzten Injektion endet am {said.de}.",
    )


def over_remaining(dose: Dose, remaining: Decimal) -> Text:
    """Say that the ledger leaves less than the plan needs."""
    left = plain_number(remaining)
    return Text(
        f"The plan needs {dose}; the ledger leaves {left} U of it.",
        f"Der Plan braucht {dose}; das Konto lässt davon {left} E.",
    )


def over_limit(text: Text, units: Decimal, limit: Decimal) -> Text:
    """Say by how much a limit is passed."""
    have, most = plain_number(units), plain_number(limit)
    return Text(
        f"{have} U exceed {most} U. {text.en}",
        f"{have} E überschreiten {most} E. {text.de}",
    )


def changed_by_hand(muscles: str) -> Text:
    """Say that points differ from the schemes by a clinician's hand."""
    return Text(
        f"{muscles}: points or units differ from the published scheme; a clinician "
        "must confirm them by name for this plan.",
        f"{muscles}: Punkte oder Einheiten weichen vom veröffentlichten Schema ab; sie "
        "sind für diesen Plan namentlich ärztlich zu bestätigen.",
    )


def outside_range(place: str, units: Decimal, span: tuple[Decimal, Decimal]) -> Text:
    """Say that a muscle left the range that its scheme prints for a side."""
    have, low, high = map(plain_number, (units, *span))
    return Text(
        f"{place}: {have} U lie outside the published {low} to {high} U per side.",
        f"{place}: {have} E liegen außerhalb der veröffentlichten {low} bis {high} E "
        "je Seite.",
    )
