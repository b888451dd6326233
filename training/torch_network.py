"""The trained network behind the seam of `onrecord.extraction.network`, before it is exported."""

from __future__ import annotations

from typing import Any

import torch

from onrecord.extraction.network import BATCH_PIECES, EVIDENCE, Network, Scores, Tuning
from onrecord.extraction.voices.weights import Weights
from onrecord.extraction.windows import Batch
from onrecord.record import Model
from training.network import Encoded, Reader

LEAST_ANCHOR = -3.0
"""Log-odds under which a word is not worth a look as an anchor: under 5 %."""


class TorchNetwork:
    """A Reader in evaluation, called as onnxruntime calls the exported graph."""

    def __init__(self, reader: Reader, tuning: Tuning, weights: Weights | None = None) -> None:
        self.reader = reader.eval()
        self.model = Model("onrecord-en", "training")
        self.tuning = tuning
        self.weights = weights or Weights.unknown()
        self.batch_pieces = BATCH_PIECES

    def __call__(self, batch: Batch) -> Scores:
        """The scores of a batch."""
        with torch.no_grad():
            arrays = Graph(self.reader)(*(torch.from_numpy(array) for array in batch))
        return Scores(*(array.numpy() for array in arrays))


class Remembered:
    """A network that is asked the same batches again and again, as in the search for a threshold."""

    def __init__(self, network: Network, tuning: Tuning) -> None:
        self._network = network
        self.model = network.model
        self.tuning = tuning
        self.weights = network.weights
        self.batch_pieces = network.batch_pieces
        self._seen: dict[tuple[tuple[int, ...], bytes], Scores] = {}

    def __call__(self, batch: Batch) -> Scores:
        """The scores of a batch, computed once."""
        key = (batch.ids.shape, b"".join(array.tobytes() for array in batch))
        if key not in self._seen:
            self._seen[key] = self._network(batch)
        return self._seen[key]


class Graph(torch.nn.Module):
    """What is exported: arrays of `Batch` in, arrays of `Scores` out."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Any, case: Any, quote: Any, start: Any, words: Any) -> tuple[Any, ...]:
        """See `onrecord.extraction.windows.Batch` and `onrecord.extraction.network.Scores`."""
        encoded: Encoded = self.reader.encoder(ids, case, quote, start, words)
        anchors = self.reader.anchors(encoded.words).float()
        found = torch.nonzero((anchors > LEAST_ANCHOR) & encoded.present)
        rows, places = found[:, 0], found[:, 1]
        contents = self.reader.roles(encoded.words)[:, :, 2].float()
        links, near = self.reader.links(encoded, rows, places)
        codes, asked = self.reader.voices(encoded, rows, places, links, near)
        names = self.reader.names(encoded.words).argmax(-1)
        return anchors, contents, rows, places, links.float(), codes.float(), asked.float(), names


def untuned(reader: Reader) -> Tuning:
    """Tuning before any was measured."""
    table, first = (part.detach().tolist() for part in reader.transitions())
    return Tuning(tuple(map(tuple, table)), tuple(first), (1.0,) * len(EVIDENCE), 0.0, 0.5, 0.5, 0.6, frozenset())
