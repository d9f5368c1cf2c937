"""What `glabella pool` has found: the studies, and their answer if they have one."""

import attrs

from glabella.core.sources import Text
from glabella.evidence.effects.effect import Measure
from glabella.evidence.grouped_table import Grouped
from glabella.evidence.pooling.model import Tau2, Test
from glabella.evidence.questions import QuestionRows
from glabella.evidence.synthesis import Synthesis, Weighting
from glabella.protocols.document import Language


@attrs.frozen(eq=False)
class PooledStudies:
    """The studies of a question or of a file.

    Args:
        name: The id of the question, or the file as it was named.
        rows: What the library holds; None for a file.
        synthesis: The pooled answer; None if the studies cannot be pooled.
        grouped: The groups of a file that names them.
    """

    name: str
    rows: QuestionRows | None
    synthesis: Synthesis | None
    grouped: Grouped | None = None

    def title(self, say: Language) -> str:
        """Return the question in words, or the name of the file."""
        return self.name if self.rows is None else say.of(self.rows.question.text)


MEASURES: dict[Measure, Text] = {
    Measure.MEAN_DIFFERENCE: Text(en="Mean difference", de="Mittelwertdifferenz"),
    Measure.STANDARDISED_MEAN_DIFFERENCE: Text(
        en="Standardised mean difference (Hedges' g)",
        de="Standardisierte Mittelwertdifferenz (Hedges' g)",
    ),
    Measure.LOG_RISK_RATIO: Text(en="Risk ratio", de="Relatives Risiko"),
    Measure.LOG_ODDS_RATIO: Text(en="Odds ratio", de="Odds Ratio"),
    Measure.RISK_DIFFERENCE: Text(en="Risk difference", de="Risikodifferenz"),
    Measure.PETO_LOG_ODDS_RATIO: Text(en="Peto odds ratio", de="Peto-Odds-Ratio"),
    Measure.GENERIC: Text(en="Effect", de="Effekt"),
}

TESTS: dict[Test, Text] = {
    Test.NORMAL: Text(en="normal intervals", de="Normalintervalle"),
    Test.KNAPP_HARTUNG: Text(
        en="Knapp-Hartung intervals", de="Knapp-Hartung-Intervalle"
    ),
    Test.KNAPP_HARTUNG_AT_LEAST_ONE: Text(
        en="Knapp-Hartung intervals, never narrower than normal ones",
        de="Knapp-Hartung-Intervalle, nie schmaler als Normalintervalle",
    ),
}


def model_words(found: Synthesis) -> Text:
    """Return in words what weighed the studies and where the interval comes from."""
    if found.choices.weighting is Weighting.MANTEL_HAENSZEL:
        return Text(en="Mantel-Haenszel weights", de="Mantel-Haenszel-Gewichte")
    if found.choices.weighting is Weighting.PETO:
        return Text(en="Peto's one-step method", de="Petos Einschrittmethode")
    test = TESTS[found.choices.model.test]
    how = found.choices.model.tau2
    if how is Tau2.COMMON:
        return Text(en=f"common effect, {test.en}", de=f"gemeinsamer Effekt, {test.de}")
    return Text(
        en=f"random effects ({how.value}), {test.en}",
        de=f"zufällige Effekte ({how.value}), {test.de}",
    )
