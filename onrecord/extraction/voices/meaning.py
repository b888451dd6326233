"""What the words of a statement mean, for what it does and for how it is known.

The hashed words (`wording`) know nothing of a word that they were never taught: "lauded" is not "praised" to them.
So every word of a large list has a few numbers, learned from what an encoder five times as large says of it alone
(`training.lexis`, `training.meanings`). Of the words of the source, the cue and the content the mean is taken, rare
words counting more (a deep averaging network; Iyyer et al. 2015), and two small networks weigh the means with what the
hashed words say. A word that is not in the list counts for nothing.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.errors import ModelError
from onrecord.extraction.heard import KINDS, SOURCINGS
from onrecord.extraction.voices.perceptron import Perceptron, blank, log_shares, named

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from onrecord.extraction.voices.wording import Words

    Array = npt.NDArray[np.float64]

FILE = "meanings.npz"
SIZE = 40
"""Numbers of a word."""
KIND, SOURCING = "kind", "sourcing"
"""The names of the two networks."""
LEARNED = (*named(KIND), *named(SOURCING))
"""The arrays of the networks."""
LISTED = ("hashes", "vectors", "scale", "rarity")
"""The arrays of the list of words."""


def hashed(word: str) -> int:
    """Where a word is in the list: of 60,000 words about one shares its hash with another."""
    return zlib.crc32(word.encode())


def nothing() -> dict[str, npt.NDArray[np.generic]]:
    """The arrays of meanings that say nothing."""
    import numpy as np

    kinds, sourcings = len(KINDS), len(SOURCINGS)
    return {
        "hashes": np.zeros(0, np.uint32), "vectors": np.zeros((0, SIZE), np.int8), "scale": np.ones(SIZE),
        "rarity": np.zeros(0, np.float16), **blank(KIND, kinds + 2 * SIZE, kinds),
        **blank(SOURCING, sourcings + 2 * SIZE, sourcings),
    }  # fmt: skip


class Meanings:
    """The list of words, and the networks over them."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
        """Take the arrays of the file; raises ModelError when one is missing.

        Of V words: hashes (V,) ascending, vectors (V, SIZE) int8 with a scale for each column, rarity (V,); the others
        are those of the two networks (`Perceptron`).
        """
        missing = [name for name in (*LISTED, *LEARNED) if name not in arrays]
        if missing:
            raise ModelError(f"The model's meanings lack {', '.join(missing)}: reinstall Onrecord.")
        self._hashes, self._vectors = arrays["hashes"], arrays["vectors"]
        self._scale, self._rarity = arrays["scale"].astype(float), arrays["rarity"].astype(float)
        self._kind = Perceptron(*(arrays[name].astype(float) for name in named(KIND)))
        self._sourcing = Perceptron(*(arrays[name].astype(float) for name in named(SOURCING)))

    @classmethod
    def read(cls, file: bytes) -> Meanings:
        """The meanings in a file's bytes; raises ModelError when it is damaged."""
        import numpy as np

        try:
            with np.load(io.BytesIO(file), allow_pickle=False) as arrays:
                return cls({name: arrays[name] for name in arrays.files})
        except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
            raise ModelError(f"The model's meanings are damaged ({error}): reinstall Onrecord.") from error

    def __call__(self, words: Words, alone: Array) -> Array:
        """(KINDS + SOURCINGS,) logits, from a statement's words and what the hashed ones say alone, likewise."""
        import numpy as np

        does, known = self.weighed(words, alone)
        return np.concatenate([self._kind(does), self._sourcing(known)])

    def weighed(self, words: Words, alone: Array) -> tuple[Array, Array]:
        """What the networks of kind and of sourcing weigh (`facts`), from the same."""
        return facts(alone, self.mean(words.source), self.mean(words.cue), self.mean(words.content))

    def mean(self, words: Sequence[str]) -> Array:
        """(SIZE,) the mean of some words, each as much as it is rare; noughts where none is in the list."""
        import numpy as np

        if not len(self._hashes):
            return np.zeros(SIZE)
        sought = np.array([hashed(word) for word in words], np.uint32)
        places = np.searchsorted(self._hashes, sought).clip(max=len(self._hashes) - 1)
        places = places[self._hashes[places] == sought]
        if not len(places):
            return np.zeros(SIZE)
        share = self._rarity[places]
        mean: Array = (share @ self._vectors[places]) / share.sum() * self._scale
        return mean


def facts(alone: Array, source: Array, cue: Array, content: Array) -> tuple[Array, Array]:
    """What the networks of kind and of sourcing weigh: logits (KINDS + SOURCINGS,), and means (SIZE,)."""
    import numpy as np

    kinds, sourcings = log_shares(alone[: len(KINDS)]), log_shares(alone[len(KINDS) :])
    return np.concatenate([kinds, cue, content]), np.concatenate([sourcings, source, cue])
