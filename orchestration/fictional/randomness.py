"""Named random streams: each part of the city and each month draws from its own, so none depends on the order of the others."""

import zlib
from datetime import date

import numpy as np


def stream(seed: int, name: str, month: date | None = None) -> np.random.Generator:
    """The generator of random numbers of one part (and month) under one seed."""
    key = f"{name}:{month:%Y-%m}" if month else name
    return np.random.default_rng([seed, zlib.crc32(key.encode())])
