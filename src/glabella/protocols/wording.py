"""The words of the glossary for verdicts, truths, kinds and label statuses."""

from collections.abc import Mapping

from glabella.core.eligibility import Outcome, Verdict
from glabella.core.facts import Absence
from glabella.core.protocol import Kind, Label, Phase
from glabella.core.sources import Text
from glabella.core.truth import Truth
from glabella.core.urgent import Urgency

VERDICTS: Mapping[Verdict, Text] = {
    Verdict.BLOCKED: Text("blocked", "nicht zulässig"),
    Verdict.DEFERRED: Text("deferred", "aufgeschoben"),
    Verdict.NOT_INDICATED: Text("not indicated", "nicht angezeigt"),
    Verdict.NEEDS_FACTS: Text("needs facts", "Angaben fehlen"),
    Verdict.CRITERIA_MET_OFF_LABEL: Text(
        "criteria met, off label",
        "Kriterien erfüllt, Off-Label, ärztliche Einzelfallentscheidung",
    ),
    Verdict.INDICATED: Text("indicated", "angezeigt"),
}

OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.BLOCKED: VERDICTS[Verdict.BLOCKED],
    Outcome.DEFERRED: VERDICTS[Verdict.DEFERRED],
    Outcome.NOT_INDICATED: VERDICTS[Verdict.NOT_INDICATED],
    Outcome.NEEDS_FACTS: VERDICTS[Verdict.NEEDS_FACTS],
    Outcome.CAUTION: Text("caution", "Vorsichtshinweis"),
    Outcome.NOTHING: Text("nothing", "nichts"),
}

TRUTHS: Mapping[Truth, Text] = {
    Truth.YES: Text("yes", "ja"),
    Truth.NO: Text("no", "nein"),
    Truth.UNKNOWN: Text("unknown", "unbekannt"),
}

KINDS: Mapping[Kind, Text] = {
    Kind.REQUIREMENT: Text("requirement", "Voraussetzung"),
    Kind.CONTRAINDICATION: Text("contraindication", "Kontraindikation"),
    Kind.DEFERRAL: Text("deferral", "Aufschub"),
    Kind.INCLUSION: Text("inclusion", "Einschluss"),
    Kind.EXCLUSION: Text("exclusion", "Ausschluss"),
    Kind.TRIAL_POPULATION: Text("trial population", "Studienpopulation"),
    Kind.CAUTION: Text("caution", "Vorsichtshinweis"),
    Kind.STOP: Text("stop rule", "Absetzregel"),
}

PHASES: Mapping[Phase, Text] = {
    Phase.START: Text("start", "Beginn"),
    Phase.CONTINUE: Text("continue", "Fortführung"),
}

LABELS: Mapping[Label, Text] = {
    Label.ON_LABEL: Text("on label", "zulassungskonform"),
    Label.OFF_LABEL: Text("off label", "Off-Label"),
    Label.UNVERIFIED: Text("label status unverified", "Zulassungsstatus ungeprüft"),
    Label.CONFLICT: Text(
        "sources disagree about the label", "Quellen zur Zulassung uneins"
    ),
}

ABSENCES: Mapping[Absence, Text] = {
    Absence.NOT_RECORDED: Text("not recorded", "nicht erfasst"),
    Absence.EXPIRED: Text("too old", "zu alt"),
    Absence.CONFLICT: Text("statements disagree", "Angaben widersprechen sich"),
    Absence.INCOMPLETE: Text("recorded with gaps", "lückenhaft erfasst"),
}

URGENCIES: Mapping[Urgency, Text] = {
    Urgency.EMERGENCY_NOW: Text("EMERGENCY NOW", "NOTFALL, SOFORT"),
    Urgency.CLINICIAN_TODAY: Text("CLINICIAN TODAY", "HEUTE ÄRZTLICH"),
}
