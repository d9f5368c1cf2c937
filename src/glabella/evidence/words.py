"""The words for what the library holds, in both languages."""

from collections.abc import Mapping
from enum import Enum

from glabella.core.instruments import Direction
from glabella.core.sources import Text
from glabella.evidence.certainty import Concern, Domain, Level
from glabella.evidence.claims import Verdict
from glabella.evidence.outcomes import Scale
from glabella.evidence.questions import Topic
from glabella.evidence.study import Design, Estimand, RiskLevel, Role
from glabella.evidence.time_courses import Quantity, Spread

WORDS: Mapping[Enum, Text] = {
    Design.RANDOMISED: Text("randomised trial", "randomisierte Studie"),
    Design.CROSSOVER: Text("randomised cross-over trial", "Crossover-Studie"),
    Design.CONTROLLED: Text(
        "controlled study, allocation unclear",
        "kontrollierte Studie, Zuteilung unklar",
    ),
    Design.POOLED_TRIALS: Text(
        "trials analysed together", "gemeinsam ausgewertete Studien"
    ),
    Design.SINGLE_ARM: Text("study without control", "Studie ohne Kontrolle"),
    Design.COHORT: Text("cohort", "Kohorte"),
    Design.CHART_REVIEW: Text("review of charts", "Aktenauswertung"),
    Design.REPORTS: Text("spontaneous reports", "Spontanmeldungen"),
    Design.META_ANALYSIS: Text(
        "meta-analysis, not a trial", "Metaanalyse, keine Studie am Menschen"
    ),
    Design.SYSTEMATIC_REVIEW: Text(
        "systematic review, not a trial",
        "systematische Übersicht, keine Studie am Menschen",
    ),
    Design.NARRATIVE_REVIEW: Text(
        "narrative review, not a trial",
        "erzählende Übersicht, keine Studie am Menschen",
    ),
    Role.TOXIN: Text("toxin", "Toxin"),
    Role.PLACEBO: Text("placebo", "Placebo"),
    Role.ACTIVE: Text("other treatment", "andere Behandlung"),
    Role.NOTHING: Text("no injection", "keine Spritze"),
    RiskLevel.LOW: Text("low", "niedrig"),
    RiskLevel.SOME_CONCERNS: Text("some concerns", "einige Bedenken"),
    RiskLevel.HIGH: Text("high", "hoch"),
    Estimand.FINAL: Text("final values", "Endwerte"),
    Estimand.CHANGE: Text("changes from baseline", "Änderungen zum Ausgangswert"),
    Estimand.ADJUSTED: Text("adjusted for baseline", "um den Ausgangswert bereinigt"),
    Scale.MEAN_DIFFERENCE: Text("mean difference", "Mittelwertunterschied"),
    Scale.STANDARDISED_DIFFERENCE: Text(
        "standardised mean difference", "standardisierter Mittelwertunterschied"
    ),
    Scale.ODDS_RATIO: Text("odds ratio", "Odds-Ratio"),
    Scale.RISK_RATIO: Text("risk ratio", "relatives Risiko"),
    Scale.RISK_DIFFERENCE: Text("risk difference", "Risikodifferenz"),
    Topic.DEPRESSION: Text("depression", "Depression"),
    Topic.MIGRAINE: Text("chronic migraine", "chronische Migräne"),
    Topic.BRUXISM: Text("bruxism", "Bruxismus"),
    Topic.SIDE_EFFECTS: Text("side effects", "Nebenwirkungen"),
    Level.HIGH: Text("high", "hoch"),
    Level.MODERATE: Text("moderate", "mäßig"),
    Level.LOW: Text("low", "niedrig"),
    Level.VERY_LOW: Text("very low", "sehr niedrig"),
    Domain.RISK_OF_BIAS: Text("risk of bias", "Verzerrungsrisiko"),
    Domain.INCONSISTENCY: Text("inconsistency", "Widersprüchlichkeit"),
    Domain.INDIRECTNESS: Text("indirectness", "Übertragbarkeit"),
    Domain.IMPRECISION: Text("imprecision", "Ungenauigkeit"),
    Domain.PUBLICATION_BIAS: Text("publication bias", "Publikationsverzerrung"),
    Concern.NONE: Text("no concern", "kein Bedenken"),
    Concern.SERIOUS: Text("serious, one level down", "ernst, eine Stufe tiefer"),
    Concern.VERY_SERIOUS: Text(
        "very serious, two levels down", "sehr ernst, zwei Stufen tiefer"
    ),
    Verdict.SUPPORTED: Text("supported", "belegt"),
    Verdict.PARTLY: Text("partly supported", "teilweise belegt"),
    Verdict.CONTESTED: Text("contested", "umstritten"),
    Verdict.WEAK: Text("weak", "schwach"),
    Verdict.UNVERIFIED: Text("unverified", "ungeprüft"),
    Verdict.NOT_SUPPORTED: Text("not supported", "nicht belegt"),
    Verdict.MISLEADING: Text("misleading", "irreführend"),
    Verdict.ANIMALS_ONLY: Text("animals only", "nur Tiere"),
    Direction.HIGHER_IS_WORSE: Text("less is better", "weniger ist besser"),
    Direction.HIGHER_IS_BETTER: Text("more is better", "mehr ist besser"),
    Quantity.MEAN: Text("mean", "Mittelwert"),
    Quantity.CHANGE: Text("change from baseline", "Änderung zum Ausgangswert"),
    Quantity.PERCENT_CHANGE: Text("change in percent", "Änderung in Prozent"),
    Quantity.MEDIAN: Text("median", "Median"),
    Quantity.PERCENT: Text("percent of people", "Prozent der Menschen"),
    Spread.INTERVAL: Text(
        "whiskers: 95 % interval as printed", "Balken: 95-%-Intervall, wie gedruckt"
    ),
    Spread.DEVIATION: Text(
        "whiskers: one standard deviation", "Balken: eine Standardabweichung"
    ),
    Spread.STANDARD_ERROR: Text(
        "whiskers: one standard error", "Balken: ein Standardfehler"
    ),
    Spread.NONE: Text("no spread printed", "keine Streuung gedruckt"),
}

DETAILS: Mapping[str, Text] = {
    "registry": Text("register", "Register"),
    "sex": Text("sex", "Geschlecht"),
    "dates": Text("dates", "Zeitraum"),
    "product": Text("product and dose", "Präparat und Dosis"),
    "injection_sites": Text("sites", "Injektionsstellen"),
    "comparator": Text("compared with", "verglichen mit"),
    "primary": Text("primary outcome", "primärer Endpunkt"),
    "dropouts": Text("drop-outs", "Ausgeschiedene"),
    "side_effects": Text("side effects", "Nebenwirkungen"),
    "blinding": Text("blinding", "Verblindung"),
    "funding": Text("funding and interests", "Finanzierung und Interessen"),
    "included": Text("included", "eingeschlossen"),
    "model": Text("model", "Modell"),
    "size": Text("size", "Umfang"),
    "size_per_arm": Text("people in each arm", "Personen je Arm"),
    "size_study1": Text("size of study 1", "Umfang der Studie 1"),
    "size_study2": Text("size of study 2", "Umfang der Studie 2"),
}
"""The keys that the details of a study may have."""

UNKNOWN_IF_ABSENT = ("product", "side_effects", "blinding", "funding", "dropouts")
"""What a study page names as unknown, so that nobody takes silence for a no."""


def word(member: Enum) -> Text:
    """Return the words for a member of a closed list."""
    return WORDS[member]
