"""Named random streams: each part and each month draws from its own, so none depends on the others."""

import zlib
from datetime import date

import numpy as np

# The city is the same whatever the seed of a generation.
CITY_SEED = 20210101


def stream(seed: int, name: str, month: date | None = None) -> np.random.Generator:
    """The generator of random numbers of one part (and month) under one seed."""
    key = f"{name}:{month:%Y-%m}" if month else name
    return np.random.default_rng([seed, zlib.crc32(key.encode())])


def pick(weights: dict[str, float], count: int, rng: np.random.Generator) -> list[str]:
    """`count` keys drawn by weight."""
    values = np.array(list(weights.values()))
    keys = list(weights)
    return [keys[index] for index in rng.choice(len(keys), count, p=values / values.sum())]
