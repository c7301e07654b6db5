"""From checkpoint to CTranslate2, in NLLB's layout."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
from ctranslate2.specs import common_spec, transformer_spec
from torch import Tensor

from models.training.batches import Tokenizer
from models.training.network import MAX_POSITIONS, Shape, sinusoids


class _Weights:
    """Copies out of a checkpoint: CTranslate2's quantisation changes the arrays it is given in place."""

    def __init__(self, tensors: Mapping[str, Tensor]) -> None:
        self._tensors = tensors

    def array(self, name: str) -> npt.NDArray[np.float32]:
        """One tensor as an array of its own."""
        return np.array(self._tensors[name].float().cpu().numpy(), dtype=np.float32, copy=True)

    def linear(self, spec: common_spec.LinearSpec, name: str) -> None:
        """Fill a linear layer."""
        spec.weight = self.array(f"{name}.weight")
        spec.bias = self.array(f"{name}.bias")

    def norm(self, spec: common_spec.LayerNormSpec, name: str) -> None:
        """Fill a layer norm."""
        spec.gamma = self.array(f"{name}.weight")
        spec.beta = self.array(f"{name}.bias")


def _fill_shared(weights: _Weights, layer: object, name: str) -> None:
    """What encoder and decoder layers have in common."""
    weights.norm(layer.self_attention.layer_norm, f"{name}.attention_norm")  # type: ignore[attr-defined]
    weights.linear(layer.self_attention.linear[0], f"{name}.attention.query_key_value")  # type: ignore[attr-defined]
    weights.linear(layer.self_attention.linear[1], f"{name}.attention.output")  # type: ignore[attr-defined]
    weights.norm(layer.ffn.layer_norm, f"{name}.feed_forward_norm")  # type: ignore[attr-defined]
    weights.linear(layer.ffn.linear_0, f"{name}.feed_forward.inner")  # type: ignore[attr-defined]
    weights.linear(layer.ffn.linear_1, f"{name}.feed_forward.outer")  # type: ignore[attr-defined]


def export(
    tensors: Mapping[str, Tensor], shape: Shape, tokenizer: Path, folder: Path, *, quantization: str | None
) -> None:
    """Write a model folder that the engine loads: `model.bin`, `config.json`, `shared_vocabulary.json`, the tokenizer.

    `tensors` are left as they are. `quantization` is CTranslate2's name, such as `int8`; None keeps 32-bit floats. The
    word alignment is read from the first head of the last decoder layer, the one that was taught.
    """
    weights = _Weights(tensors)
    spec = transformer_spec.TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers),
        shape.heads,
        pre_norm=True,
        activation=common_spec.Activation.RELU,
        alignment_layer=shape.decoder_layers - 1,
        alignment_heads=1,
    )
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = True
        side.position_encodings.encodings = sinusoids(MAX_POSITIONS, shape.width).numpy()
    spec.encoder.embeddings[0].weight = weights.array("embedding.weight")
    spec.decoder.embeddings.weight = weights.array("embedding.weight")
    spec.decoder.projection.weight = weights.array("embedding.weight")
    weights.norm(spec.encoder.layer_norm, "encoder_norm")
    weights.norm(spec.decoder.layer_norm, "decoder_norm")
    for number, layer in enumerate(spec.encoder.layer):
        _fill_shared(weights, layer, f"encoder.{number}")
    for number, layer in enumerate(spec.decoder.layer):
        name = f"decoder.{number}"
        _fill_shared(weights, layer, name)
        weights.norm(layer.attention.layer_norm, f"{name}.source_norm")
        weights.linear(layer.attention.linear[0], f"{name}.source_attention.query")
        weights.linear(layer.attention.linear[1], f"{name}.source_attention.key_value")
        weights.linear(layer.attention.linear[2], f"{name}.source_attention.output")
    vocabulary = Tokenizer(tokenizer).vocabulary()
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.bos_token = "<s>"
    spec.config.eos_token = "</s>"
    spec.config.unk_token = "<unk>"
    spec.config.decoder_start_token = "</s>"
    spec.config.add_source_eos = False
    spec.validate()
    spec.optimize(quantization=quantization)
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    shutil.copyfile(tokenizer, folder / "sentencepiece.bpe.model")
