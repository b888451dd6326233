"""The learned numbers that belong to the model: `model/voices.npz`, made by `training.voicing`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.errors import ModelError
from onrecord.extraction.heard import KINDS, SOURCINGS, TYPES, Heard
from onrecord.extraction.voices.evidence import EVIDENCE, LOOKS
from onrecord.extraction.voices.ranking import Candidate, Ranker
from onrecord.extraction.voices.wording import BUCKETS
from onrecord.statement import SpeakerType

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

_ARRAYS = (
    "rank_mean", "rank_scale", "rank_inner", "rank_bias", "rank_outer",
    "word_table", "word_scale", "word_bias", "kind_shares", "source_table", "source_bias", "thresholds",
)  # fmt: skip


FACTS = (
    *(f"network: {name}" for name in (*SOURCINGS, *TYPES)), *(f"words: {name}" for name in SOURCINGS), "own words",
    "a person", "an organisation", "something else", *LOOKS, "heard",
)  # fmt: skip
"""What tells the sourcing."""


def blank() -> dict[str, npt.NDArray[np.generic]]:
    """The arrays of the file, all noughts, in their shapes."""
    import numpy as np

    classes = len(KINDS) + len(SOURCINGS)
    evidence, facts = len(EVIDENCE), len(FACTS)
    shapes = {
        "rank_mean": (evidence,), "rank_scale": (evidence,), "rank_inner": (evidence, 1), "rank_bias": (1,),
        "rank_outer": (1,), "word_table": (BUCKETS, classes), "word_scale": (classes,), "word_bias": (classes,),
        "kind_shares": (2,), "source_table": (facts, len(SOURCINGS)), "source_bias": (len(SOURCINGS),),
        "thresholds": (3,),
    }  # fmt: skip
    return {name: np.zeros(shape, np.int8) for name, shape in shapes.items()}


class Weights:
    """What turns what is heard and seen of a statement into its voice."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
        """Take the arrays of the file; raises ModelError when one is missing.

        word_table is (BUCKETS, KINDS + SOURCINGS) int8 with word_scale and word_bias for each column; source_table
        (F, SOURCINGS) over the parts of `facts`; thresholds are the least share of a speaker and the least answers of
        an addressee and a channel.
        """
        missing = [name for name in _ARRAYS if name not in arrays]
        if missing:
            raise ModelError(f"The model's voices lack {', '.join(missing)}: reinstall Onrecord.")
        self.ranker = Ranker(*(arrays[name].astype(float) for name in _ARRAYS[:5]))
        self._table = arrays["word_table"]
        self._scale = arrays["word_scale"].astype(float)
        self._bias = arrays["word_bias"].astype(float)
        self._kind_shares = tuple(float(x) for x in arrays["kind_shares"])
        self._source_table = arrays["source_table"].astype(float)
        self._source_bias = arrays["source_bias"].astype(float)
        self.least, self.addressee, self.channel = (float(x) for x in arrays["thresholds"])

    @classmethod
    def read(cls, file: bytes) -> Weights:
        """The weights in a file's bytes; raises ModelError when it is damaged."""
        import numpy as np

        try:
            with np.load(io.BytesIO(file), allow_pickle=False) as arrays:
                return cls({name: arrays[name] for name in arrays.files})
        except (OSError, ValueError, zipfile.BadZipFile) as error:
            raise ModelError(f"The model's voices are damaged ({error}): reinstall Onrecord.") from error

    @classmethod
    def unknown(cls) -> Weights:
        """Weights that say nothing: every candidate, kind and sourcing is as likely as the next."""
        return cls(blank())

    def worded(self, words: npt.NDArray[np.int64]) -> Array:
        """(KINDS + SOURCINGS,) logits by the statement's words alone."""
        return self._table[words].sum(0, dtype=int) * self._scale + self._bias  # type: ignore[no-any-return]

    def kind(self, heard: Heard | None, worded: Array) -> int:
        """The place of the likeliest kind in KINDS, from what the network and the words (`worded`) say."""
        logits = worded[: len(KINDS)] * self._kind_shares[0]
        if heard is not None:
            logits = logits + self._kind_shares[1] * _array(heard.kind)
        return int(logits.argmax())

    def sourcing(
        self,
        heard: Heard | None,
        worded: Array,
        choices: Sequence[Candidate],
        shares: Sequence[float],
    ) -> int:
        """The place of the likeliest sourcing in SOURCINGS."""
        facts = self.facts(heard, worded, choices, shares)
        return int((facts @ self._source_table + self._source_bias).argmax())

    def facts(
        self,
        heard: Heard | None,
        worded: Array,
        choices: Sequence[Candidate],
        shares: Sequence[float],
    ) -> Array:
        """(F,) what tells the sourcing: both voices of the network, the words, the source's looks, the candidates."""
        import numpy as np

        source = _log(heard.sourcing) if heard is not None else np.full(len(SOURCINGS), -1.8)
        kind = _log(heard.type) if heard is not None else np.full(len(TYPES), -1.8)
        said = worded[len(KINDS) :]
        types = [0.0, 0.0, 0.0, 0.0]
        for one, share in zip(choices, shares, strict=True):
            place = 0 if one.entity is None else {"person": 1, "organisation": 2}.get(one.entity.type, 3)
            types[place] += share
        return np.concatenate([source, kind, said - said.max(), types, choices[0].looks, [float(heard is not None)]])

    def type(self, heard: Heard) -> SpeakerType:
        """What a source that stands for itself is."""
        places: tuple[SpeakerType, ...] = ("person", "organisation", "group", "document")
        return places[max(range(4), key=lambda n: heard.type[n])]


def _array(values: Sequence[float]) -> Array:
    import numpy as np

    return np.asarray(values)


def _log(values: Sequence[float]) -> Array:
    import numpy as np

    row = np.asarray(values)
    top = row.max()
    return np.maximum(row - top - np.log(np.exp(row - top).sum()), -8.0)  # type: ignore[no-any-return]
