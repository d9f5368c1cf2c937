"""What a reader fills in on pages of evidence; all of it goes into the address."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from glabella.clinic.library.evidence.choice import (
    INTERVALS,
    MODELS,
    OF_COUNTS_ONLY,
    Candidate,
    Choice,
    are_counts,
    scales_of,
)
from glabella.evidence.outcomes import OutcomeKind, Scale
from glabella.evidence.questions import Question
from glabella.evidence.study import Estimand
from glabella.evidence.words import word
from glabella.protocols.document import Language

MODEL_WORDS: dict[str, Promise] = {
    "reml": _("random effects, REML"),
    "dl": _("random effects, DerSimonian-Laird"),
    "he": _("random effects, Hedges"),
    "hs": _("random effects, Hunter-Schmidt"),
    "sj": _("random effects, Sidik-Jonkman"),
    "ml": _("random effects, maximum likelihood"),
    "eb": _("random effects, empirical Bayes"),
    "pm": _("random effects, Paule-Mandel"),
    "ce": _("one common effect"),
    "mh": _("one common effect, Mantel-Haenszel"),
    "peto": _("one common effect, Peto"),
}
INTERVAL_WORDS: dict[str, Promise] = {
    "knha": _("Knapp-Hartung"),
    "adhoc": _("Knapp-Hartung, never narrower than normal"),
    "z": _("normal"),
}


class ChoiceForm(forms.Form):
    """Which studies are pooled, and how."""

    without = forms.MultipleChoiceField(required=False)
    recalled = forms.MultipleChoiceField(required=False)
    model = forms.ChoiceField(label=_("Model"), required=False)
    interval = forms.ChoiceField(label=_("Confidence interval"), required=False)
    measure = forms.ChoiceField(label=_("Measure"), required=False)
    estimand = forms.ChoiceField(label=_("Difference of scores"), required=False)

    def __init__(
        self,
        data: QueryDict,
        *,
        question: Question,
        found: tuple[Candidate, ...],
        say: Language,
    ) -> None:
        """Offer what the studies found allow."""
        super().__init__(data)
        self.found = found
        rows = tuple(row for each in found for row in each.rows)
        names = [(each.study, each.label) for each in found]
        self._offer("without", names)
        self._offer("recalled", names)
        left_out = () if are_counts(rows) else OF_COUNTS_ONLY
        models = [name for name in MODELS if name not in left_out]
        self._offer("model", [(name, MODEL_WORDS[name]) for name in models])
        usual = ("", _("usual of the model"))
        offered = [(name, INTERVAL_WORDS[name]) for name in INTERVALS]
        self._offer("interval", [usual, *offered])
        own, *others = scales_of(rows, question.scale)
        measures = [("", say.of(word(own)))]
        self._offer("measure", [*measures, *_named(others, say)])
        self._offer("estimand", [("", _("as the library prefers"))])
        if question.kind is OutcomeKind.SCORE:
            self._offer(
                "estimand",
                [("", _("as the library prefers")), *_named(list(Estimand), say)],
            )

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        field.choices = choices  # type: ignore[attr-defined]  # all fields here are of choices

    @property
    def choice(self) -> Choice:
        """What was chosen; the house's own where nothing valid was."""
        if not self.is_valid():
            return Choice()
        told = self.cleaned_data
        return Choice(
            without=frozenset(told["without"]),
            recalled=frozenset(told["recalled"]),
            model=told["model"] or "reml",
            interval=told["interval"],
            measure=told["measure"],
            estimand=told["estimand"],
        )


def _named(
    members: list[Scale] | list[Estimand], say: Language
) -> list[tuple[str, str]]:
    return [(each.value, say.of(word(each))) for each in members]
