"""The same meta-analyses by Glabella, PyMARE and metafor: answers first, then times."""

import json
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import attrs
import numpy as np
from pymare import Dataset  # type: ignore[import-untyped]  # PyMARE ships no types
from pymare.estimators import (  # type: ignore[import-untyped]  # PyMARE ships no types
    VarianceBasedLikelihoodEstimator,
)

from glabella.evidence.effects.effect import effects
from glabella.evidence.numeric.arrays import Floats
from glabella.evidence.pooling.batch import pool_many
from glabella.evidence.pooling.pool import pool
from glabella.evidence.structure.three_level import three_level

PEER = Path(__file__).parents[1] / "metafor_peer.R"

NEAR_METAFOR = 1e-4
"""metafor stops where a step of tau2 is below 1e-5."""

NEAR_PYMARE = 2e-3
"""PyMARE's optimiser stops at its own tolerance, in natural numbers."""

SEED = 7

Answers = dict[str, list[float]]


@attrs.frozen
class Compared:
    """One comparison: who took how long, and where answers differ.

    Args:
        title: What was computed.
        analyses: How many meta-analyses `seconds` stands for.
        seconds: By program, for all analyses.
        differing: Differences of answers, in words.
        notes: What else a reader must know.
        is_batch: Whether ours did all in one call.
    """

    title: str
    analyses: int
    seconds: dict[str, float]
    differing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_batch: bool = False

    @property
    def ours(self) -> float:
        """Our own seconds."""
        return self.seconds["Glabella"]

    def values(self) -> dict[str, object]:
        """Return the comparison for a file."""
        return attrs.asdict(self)


def small() -> Compared:
    """One REML with Knapp-Hartung interval of 5 effects."""
    return _single("REML and Knapp-Hartung, 5 effects", k=5, runs=200)


def large() -> Compared:
    """One REML with Knapp-Hartung interval of 900 effects."""
    return _single("REML and Knapp-Hartung, 900 effects", k=900, runs=50)


def many(m: int = 10_000, k: int = 10) -> Compared:
    """REML and Knapp-Hartung of 10,000 meta-analyses of 10 studies."""
    y, v = _drawn((m, k))
    found = pool_many(y, v)
    seconds = {"Glabella": _timed(lambda: pool_many(y, v), 9)}
    notes = [f"{int((~found.converged).sum())} of {m:,} did not converge"]
    differing = [] if found.converged.all() else [notes[0]]
    sample = slice(0, 300)
    peer = [_pymare(a, b) for a, b in zip(y[sample], v[sample], strict=True)]
    ours = found.tau2[sample]
    differing += _differences("PyMARE tau2", [p[1] for p in peer], ours, NEAR_PYMARE)
    per_row = _timed(
        lambda: [_pymare(a, b) for a, b in zip(y[:50], v[:50], strict=True)]
    )
    seconds["PyMARE"] = per_row / 50 * m
    notes.append("PyMARE timed on 50, metafor on 500, both scaled up")
    rows = 500
    answer = _metafor("many", {"yi": y[:rows].tolist(), "vi": v[:rows].tolist()})
    if answer:
        solved = np.array([each is not None for each in answer["tau2"]])
        theirs = [each for each in answer["tau2"] if each is not None]
        ours = found.tau2[:rows][solved]
        differing += _differences("metafor tau2", theirs, ours, NEAR_METAFOR)
        notes.append(f"metafor did not converge on {int((~solved).sum())} of {rows}")
        seconds["metafor"] = answer["seconds"][0] / rows * m
    return Compared(
        f"REML and Knapp-Hartung, {m:,} x {k} effects",
        m,
        seconds,
        tuple(differing),
        tuple(notes),
        is_batch=True,
    )


def levels(k: int = 900, size: int = 3) -> Compared:
    """Three levels, REML: 900 effects in 300 studies."""
    chance = np.random.default_rng(SEED)
    clusters = np.repeat(np.arange(k // size), size)
    y, v = _drawn((k,))
    y = y + chance.normal(0, 0.3, k // size)[clusters]
    given, names = effects(y, v), clusters.tolist()
    found = three_level(given, names)
    ours = np.array([found.coefficients[0].estimate, found.between, found.within])
    seconds = {"Glabella": _timed(lambda: three_level(given, names), 5)}
    differing: list[str] = []
    answer = _metafor("levels", {"yi": y.tolist(), "vi": v.tolist(), "cluster": names})
    if answer:
        differing = _differences("metafor", answer["answer"], ours, 1e-3)
        seconds["metafor"] = answer["seconds"][0]
    notes = ("PyMARE has no three-level model",)
    return Compared(f"Three levels, {k} effects", 1, seconds, tuple(differing), notes)


def _single(title: str, *, k: int, runs: int) -> Compared:
    y, v = _drawn((k,))
    given = effects(y, v)
    found = pool(given)
    ours = np.array([found.effect.estimate, found.effect.se, found.tau2])
    peer = np.array(_pymare(y, v))
    differing = _differences("PyMARE", peer.tolist(), ours[[0, 2]], NEAR_PYMARE)
    seconds = {
        "Glabella": _timed(lambda: pool(given), runs),
        "PyMARE": _timed(lambda: _pymare(y, v), 15),
    }
    answer = _metafor("single", {"yi": y.tolist(), "vi": v.tolist()})
    if answer:
        differing += _differences("metafor", answer["answer"], ours, NEAR_METAFOR)
        seconds["metafor"] = answer["seconds"][0]
    return Compared(title, 1, seconds, tuple(differing))


def _drawn(shape: tuple[int, ...]) -> tuple[Floats, Floats]:
    chance = np.random.default_rng(SEED)
    v = np.exp(chance.uniform(-4, 0, shape))
    return chance.normal(0.3, np.sqrt(v + 0.1)), v


def _pymare(y: Floats, v: Floats) -> tuple[float, float]:
    """Return the pooled effect and tau2 by PyMARE."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its warnings are about its own use of NumPy
        fitted = VarianceBasedLikelihoodEstimator(method="REML").fit_dataset(
            Dataset(y=y, v=v)
        )
        results = fitted.summary()
    return float(results.get_fe_stats()["est"].ravel()[0]), float(
        np.ravel(results.tau2)[0]
    )


def _metafor(task: str, data: dict[str, object]) -> Answers | None:
    """Return what metafor answers and how long one analysis, or all, took it."""
    program = shutil.which("Rscript")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, values in data.items():
            rows = values if isinstance(values, list) else [values]
            text = "\n".join(
                " ".join(map(repr, row)) if isinstance(row, list) else repr(row)
                for row in rows
            )
            (place / name).write_text(text, "ascii")
        done = subprocess.run(
            [program, PEER, task, folder], capture_output=True, text=True, check=False
        )
    if done.returncode:
        print(f"metafor is left out: {done.stderr.strip().splitlines()[-1:]}")
        return None
    answer: Answers = json.loads(done.stdout)
    return answer


def _differences(who: str, theirs: list[float], ours: Floats, near: float) -> list[str]:
    """Return what differs by more than a tolerance, in words."""
    far = np.abs(np.array(theirs) - ours) > near * np.maximum(1, np.abs(ours))
    return [
        f"{who}: {theirs[place]!r} instead of {float(ours[place])!r}"
        for place in np.flatnonzero(far)[:5]
    ]


def _timed(deed: Callable[[], object], runs: int = 3) -> float:
    """Return the median of the seconds of some runs."""
    found = []
    for _ in range(runs):
        start = perf_counter()
        deed()
        found.append(perf_counter() - start)
    return median(found)
