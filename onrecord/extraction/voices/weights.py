"""The learned numbers that belong to the model: `model/voices.npz`, made by `training.voicing`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.errors import ModelError
from onrecord.extraction.heard import KINDS, SOURCINGS, Heard
from onrecord.extraction.voices.evidence import EVIDENCE
from onrecord.extraction.voices.meaning import Meanings, nothing
from onrecord.extraction.voices.perceptron import Perceptron, named
from onrecord.extraction.voices.perceptron import blank as blank_network
from onrecord.extraction.voices.ranking import Ranker
from onrecord.extraction.voices.sourcing import FACTS
from onrecord.extraction.voices.wording import BUCKETS
from onrecord.statement import SpeakerType

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from onrecord.extraction.voices.wording import Words

    Array = npt.NDArray[np.float64]

RANKER = ("rank_mean", "rank_scale", "rank_inner", "rank_bias", "rank_outer")
SOURCER = named("source")
"""The arrays of each small network, in the order in which it takes them."""
_ARRAYS = (
    *RANKER, *SOURCER, "word_table", "word_scale", "word_bias", "kind_shares", "thresholds",
)  # fmt: skip


def blank() -> dict[str, npt.NDArray[np.generic]]:
    """The arrays of the file, all noughts, in their shapes."""
    import numpy as np

    classes = len(KINDS) + len(SOURCINGS)
    evidence, facts = len(EVIDENCE), len(FACTS)
    shapes = {
        "rank_mean": (evidence,), "rank_scale": (evidence,), "rank_inner": (evidence, 1), "rank_bias": (1,),
        "rank_outer": (1,), "word_table": (BUCKETS, classes), "word_scale": (classes,), "word_bias": (classes,),
        "kind_shares": (2,), "thresholds": (2,),
    }  # fmt: skip
    networks = blank_network("source", facts, len(SOURCINGS))
    return {**networks, **{name: np.zeros(shape, np.int8) for name, shape in shapes.items()}}


class Weights:
    """What turns what is heard and seen of a statement into its voice."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[np.generic]], meanings: Meanings) -> None:
        """Take the arrays of the file, and what words mean; raises ModelError when one is missing.

        word_table is (BUCKETS, KINDS + SOURCINGS) int8 with word_scale and word_bias for each column; the arrays
        of `rank_` and `source_` are those of Ranker and Perceptron; thresholds are the least share of a speaker and the
        least answer for a channel.
        """
        missing = [name for name in _ARRAYS if name not in arrays]
        if missing:
            raise ModelError(f"The model's voices lack {', '.join(missing)}: reinstall Onrecord.")
        self.ranker = Ranker(*(arrays[name].astype(float) for name in RANKER))
        self.sourcer = Perceptron(*(arrays[name].astype(float) for name in SOURCER))
        self._table = arrays["word_table"]
        self._scale = arrays["word_scale"].astype(float)
        self._bias = arrays["word_bias"].astype(float)
        self._kind_shares = tuple(float(x) for x in arrays["kind_shares"])
        self._meanings = meanings
        self.least, self.channel = (float(x) for x in arrays["thresholds"])

    @classmethod
    def read(cls, file: bytes, meanings: bytes) -> Weights:
        """The weights in the two files' bytes; raises ModelError when one is damaged."""
        import numpy as np

        try:
            with np.load(io.BytesIO(file), allow_pickle=False) as arrays:
                return cls({name: arrays[name] for name in arrays.files}, Meanings.read(meanings))
        except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
            raise ModelError(f"The model's voices are damaged ({error}): reinstall Onrecord.") from error

    @classmethod
    def unknown(cls) -> Weights:
        """Weights that say nothing: every candidate, kind and sourcing is as likely as the next."""
        return cls(blank(), Meanings(nothing()))

    def worded(self, words: Words) -> Array:
        """(KINDS + SOURCINGS,) logits by the statement's words alone."""
        return self._meanings(words, self._table[words.places].sum(0, dtype=int) * self._scale + self._bias)

    def kind(self, heard: Heard | None, worded: Array) -> int:
        """The place of the likeliest kind in KINDS, from what the network and the words (`worded`) say."""
        logits = worded[: len(KINDS)] * self._kind_shares[0]
        if heard is not None:
            logits = logits + self._kind_shares[1] * _array(heard.kind)
        return int(logits.argmax())

    def type(self, heard: Heard) -> SpeakerType:
        """What a source that stands for itself is."""
        places: tuple[SpeakerType, ...] = ("person", "organisation", "group", "document")
        return places[max(range(4), key=lambda n: heard.type[n])]


def _array(values: Sequence[float]) -> Array:
    import numpy as np

    return np.asarray(values)
