"""What both trainings need: many texts as one matrix, and a linear machine as arrays."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse

from kck.triage.model.features import BUCKETS, Features
from kck.triage.model.weights import weighted

Matrix = Any  # scipy publishes no types
Machine = Any  # neither does scikit-learn


def rarity_of(features: Sequence[Features], seen_in: int = 1, sorts: int = 2) -> Any:
    """How little a feature is said; 0 for one that fewer than `seen_in` texts have."""
    seen = np.bincount(np.concatenate([one.at for one in features]), minlength=sorts * BUCKETS)
    rare = np.log((1 + len(features)) / (1 + seen)) + 1
    return np.where(seen >= seen_in, rare, 0).astype(np.float32)


def matrix_of(features: Sequence[Features], rarity: Any) -> Matrix:
    """A row a text, a column a feature."""
    known = [one.at[rarity[one.at] > 0] for one in features]
    values = [weighted(one, rarity) for one in features]
    ends = np.cumsum([0, *map(len, known)])
    return sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(known), ends), shape=(len(features), len(rarity))
    )


def columns_of(machine: Machine) -> tuple[Any, Any]:
    """Weights (classes, features) and bias; of two classes scikit-learn keeps only one row."""
    if len(machine.classes_) > 2:
        return machine.coef_, machine.intercept_
    return (
        np.vstack([-machine.coef_, machine.coef_]),
        np.concatenate([-machine.intercept_, machine.intercept_]),
    )


def rows_of(rarity: Any) -> tuple[Any, Any]:
    """Which features are known, and where the row of each of all features is (-1: nowhere)."""
    rows = np.flatnonzero(rarity > 0)
    row_of = np.full(len(rarity), -1, np.int32)
    row_of[rows] = np.arange(len(rows))
    return rows, row_of
