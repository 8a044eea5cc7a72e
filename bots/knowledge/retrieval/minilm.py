"""English vectors: all-MiniLM-L6-v2 with int8 weights, run by ONNX Runtime on one core."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bots.knowledge.retrieval.ports import Matrix, unit

_TOKENS = 128
"""What the model was trained on; longer texts are cut."""


class MiniLm:
    """The mean of the model's outputs over a text's tokens. Blocking; one thread at a time."""

    name = "all-minilm-l6-v2-int8-1"
    dims = 384
    languages = frozenset({"en"})

    def __init__(self, model: Path, tokenizer: Path) -> None:
        """Load both files; ImportError when onnxruntime or tokenizers are not installed."""
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(str(model), options, ["CPUExecutionProvider"])
        self._tokenizer: Any = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(_TOKENS)
        self._tokenizer.enable_padding()

    def embed_questions(self, texts: Sequence[str]) -> Matrix:
        """Return one row for each text."""
        read = self._tokenizer.encode_batch(list(texts))
        ids = np.array([one.ids for one in read], np.int64)
        mask = np.array([one.attention_mask for one in read], np.int64)
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = self._session.run(None, inputs)[0]
        rows: Matrix = (states * mask[..., None]).sum(1, dtype=np.float32)
        return unit(rows)

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """Return the same as for questions: the model makes no difference."""
        return self.embed_questions(texts)
