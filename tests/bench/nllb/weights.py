"""Random weights of NLLB-200-distilled-600M's exact shape, for CTranslate2 and, the same ones, for Transformers.

Speed does not depend on what the weights mean, but it does depend on how long the outputs are. So one thing is not
random: a clock. Dimension 0 of the decoder counts the steps (by its position encodings), minus what the first layer's
cross-attention reads off the source: the mean of dimension 1, in which the encoder counts the source's tokens. The
end token's embedding lies along dimension 0. Each sentence therefore ends after `RATIO` times its own source length, in
every contender, batch and beam, without any of them being told.
"""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

RATIO = 1.05
"""Target tokens for a source token. An assumption: English and Indonesian take about as many."""
LANGUAGES = ("eng_Latn", "ind_Latn")
PAD, EOS = 1, 2
_ENCODER_STEP, _DECODER_STEP = 0.01, 0.3
_END = 1500.0
"""Length of the end token's embedding: one step of the clock outweighs every other token."""
_SPREAD = 0.1
"""Standard deviation of what a sublayer adds, small beside the 1.5 of embeddings and positions together: so the layer
norm's divisor, by which the clock is scaled, is known beforehand."""
_DIVISOR = 1.25
_ENCODER_POSITIONS, _DECODER_POSITIONS = 0.7, 10.0
"""Standard deviations. Strong ones in the decoder, so that it does not say its last token over and over, which tied
embeddings would otherwise make it do."""


@dataclass(frozen=True)
class Shape:
    """The size of an NLLB model."""

    layers: int = 12
    width: int = 1024
    inner: int = 4096
    heads: int = 16
    vocabulary: int = 256_206
    positions: int = 1024

    @property
    def decoder_bytes(self) -> int:
        """Bytes of int8 weights that one decoding step reads, the output layer apart."""
        layer = 6 * self.width**2 + 2 * self.width * self.inner  # keys and values of the source are computed once
        return self.layers * layer

    @property
    def source_products(self) -> int:
        """Multiplications that one source token costs: the encoder, and the keys and values the decoder makes of it."""
        return self.layers * (4 * self.width**2 + 2 * self.width * self.inner) + self.layers * 2 * self.width**2


FULL = Shape()
TINY = Shape(layers=2, width=64, inner=128, heads=4, vocabulary=20_000)


class _Maker:
    def __init__(self, shape: Shape, seed: int) -> None:
        self.shape = shape
        self._random = np.random.default_rng(seed)
        # Drawn from one pool, ten times faster than afresh. Its prime length lets no two rows be the same.
        self._pool = self._random.standard_normal(4_194_301, dtype=np.float32)

    def normal(self, rows: int, columns: int, spread: float) -> Array:
        start = int(self._random.integers(self._pool.size))
        return np.resize(np.roll(self._pool, start) * np.float32(spread), (rows, columns))

    def embeddings(self) -> Array:
        values = self.normal(self.shape.vocabulary, self.shape.width, self.shape.width**-0.5)
        values[:, :2] = 0
        values[[PAD, EOS]] = 0
        values[EOS, 0] = _END
        return values

    def positions(self, *, decoder: bool) -> Array:
        """Random, with a count in one dimension. Shape (positions, width)."""
        steps = np.arange(self.shape.positions, dtype=np.float32)
        spread = _DECODER_POSITIONS if decoder else _ENCODER_POSITIONS
        values = self.normal(self.shape.positions, self.shape.width, spread)
        values[:, :2] = 0
        if decoder:
            values[:, 0] = steps * _DECODER_STEP
        else:
            values[:, 1] = steps * _ENCODER_STEP
        return values

    def linear(self, rows: int, columns: int, *, writes: bool = False) -> tuple[Array, Array]:
        """Weight and bias. One that `writes` to the residual stream leaves the clock's dimensions alone."""
        weight = self.normal(rows, columns, (_SPREAD if writes else 1.0) * columns**-0.5)
        if writes:
            weight[:2] = 0
        return weight, np.zeros(rows, np.float32)

    def attention(self) -> dict[str, tuple[Array, Array]]:
        width = self.shape.width
        parts = {name: self.linear(width, width) for name in ("q", "k", "v")}
        return {**parts, "out": self.linear(width, width, writes=True)}

    def clock(self, attention: dict[str, tuple[Array, Array]]) -> None:
        """Make this cross-attention take the length of the source off the clock."""
        attention["q"][0][:] = 0  # every source token counts alike
        attention["v"][0][0] = 0
        attention["v"][0][0, 1] = 1
        attention["out"][0][0] = 0
        # The mean of 0 .. L-1, in encoder steps, over the divisor, becomes RATIO * L decoder steps.
        attention["out"][0][0, 0] = -2 * RATIO * _DECODER_STEP * _DIVISOR / _ENCODER_STEP


Layer = dict[str, dict[str, tuple[Array, Array]]]


def make_layers(maker: _Maker, *, decoder: bool) -> Iterator[Layer]:
    """The layers of one side, each a table: sublayer, part, weight and bias."""
    shape = maker.shape
    for number in range(shape.layers):
        layer: Layer = {"self": maker.attention()}
        if decoder:
            layer["cross"] = maker.attention()
            if number == 0:
                maker.clock(layer["cross"])
        layer["feed"] = {
            "inner": maker.linear(shape.inner, shape.width),
            "outer": maker.linear(shape.width, shape.inner, writes=True),
        }
        yield layer


@dataclass(frozen=True)
class Weights:
    """A whole model. Transformers and CTranslate2 get the same numbers."""

    shape: Shape
    embeddings: Array
    encoder: list[Layer]
    decoder: list[Layer]
    encoder_positions: Array
    decoder_positions: Array


def make_weights(shape: Shape, seed: int = 600) -> Weights:
    """Random weights with a clock. The full shape takes 2.5 GB and some ten seconds."""
    maker = _Maker(shape, seed)
    return Weights(
        shape,
        maker.embeddings(),
        list(make_layers(maker, decoder=False)),
        list(make_layers(maker, decoder=True)),
        maker.positions(decoder=False),
        maker.positions(decoder=True),
    )


def vocabulary(shape: Shape, tokenizer: Path) -> list[str]:
    """Tokens in NLLB's order: specials, the pieces of a real tokenizer, languages, and filling up to the true size."""
    import sentencepiece

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(tokenizer))
    words = [pieces.id_to_piece(i) for i in range(pieces.get_piece_size()) if not pieces.is_control(i)]
    tokens = ["<s>", "<pad>", "</s>", "<unk>", *(word for word in words if word != "<unk>"), *LANGUAGES, "<mask>"]
    if len(tokens) > shape.vocabulary:
        raise ValueError(f"{len(tokens)} pieces do not fit a vocabulary of {shape.vocabulary}")
    return [*tokens, *(f"madeupword{number}" for number in range(shape.vocabulary - len(tokens)))]


def save_ctranslate2(weights: Weights, tokenizer: Path, folder: Path) -> None:
    """Write an int8 model folder in NLLB's layout. Spends `weights`: the arrays are quantised in place."""
    from ctranslate2.specs import common_spec, transformer_spec

    shape = weights.shape
    spec = transformer_spec.TransformerSpec.from_config(
        (shape.layers, shape.layers), shape.heads, pre_norm=True, activation=common_spec.Activation.RELU
    )

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = np.ones(shape.width, np.float32), np.zeros(shape.width, np.float32)

    def linear(layer: Any, *parts: tuple[Array, Array]) -> None:
        layer.weight = np.concatenate([weight for weight, _ in parts]) if len(parts) > 1 else parts[0][0].copy()
        layer.bias = np.concatenate([bias for _, bias in parts])

    sides = (
        (spec.encoder, weights.encoder, weights.encoder_positions),
        (spec.decoder, weights.decoder, weights.decoder_positions),
    )
    for side, layers, positions in sides:
        side.scale_embeddings = True
        side.position_encodings.encodings = positions.copy()
        norm(side.layer_norm)
        for layer, values in zip(side.layer, layers, strict=True):
            attention = values["self"]
            norm(layer.self_attention.layer_norm)
            linear(layer.self_attention.linear[0], attention["q"], attention["k"], attention["v"])
            linear(layer.self_attention.linear[1], attention["out"])
            norm(layer.ffn.layer_norm)
            linear(layer.ffn.linear_0, values["feed"]["inner"])
            linear(layer.ffn.linear_1, values["feed"]["outer"])
            if "cross" in values:
                cross = values["cross"]
                norm(layer.attention.layer_norm)
                linear(layer.attention.linear[0], cross["q"])
                linear(layer.attention.linear[1], cross["k"], cross["v"])
                linear(layer.attention.linear[2], cross["out"])
    spec.encoder.embeddings[0].weight = weights.embeddings
    spec.decoder.embeddings.weight = weights.embeddings
    spec.decoder.projection.weight = weights.embeddings
    tokens = vocabulary(shape, tokenizer)
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = "<s>", "</s>", "<unk>"
    spec.config.decoder_start_token = "</s>"
    spec.config.add_source_bos = spec.config.add_source_eos = False
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    shutil.copyfile(tokenizer, folder / "sentencepiece.bpe.model")


def save_transformers(weights: Weights, folder: Path, dtype: str) -> None:
    """Write the same model for Transformers, as bfloat16 or float32."""
    import torch
    from transformers import GenerationConfig, M2M100Config, M2M100ForConditionalGeneration

    shape = weights.shape
    config = M2M100Config(
        vocab_size=shape.vocabulary,
        d_model=shape.width,
        encoder_layers=shape.layers,
        decoder_layers=shape.layers,
        encoder_ffn_dim=shape.inner,
        decoder_ffn_dim=shape.inner,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        max_position_embeddings=shape.positions,
        scale_embedding=True,
        activation_function="relu",
        decoder_start_token_id=EOS,
    )
    with torch.device("meta"):
        model = M2M100ForConditionalGeneration(config)
    state: dict[str, Any] = {"model.shared.weight": weights.embeddings}
    for side, layers in (("encoder", weights.encoder), ("decoder", weights.decoder)):
        names = [f"model.{side}.layer_norm"]
        for number, layer in enumerate(layers):
            stem = f"model.{side}.layers.{number}"
            names += [f"{stem}.self_attn_layer_norm", f"{stem}.final_layer_norm"]
            for sub, name in (("self", "self_attn"), ("cross", "encoder_attn")):
                if sub not in layer:
                    continue
                for part, (weight, bias) in layer[sub].items():
                    state[f"{stem}.{name}.{part}_proj.weight"] = weight
                    state[f"{stem}.{name}.{part}_proj.bias"] = bias
            if "cross" in layer:
                names.append(f"{stem}.encoder_attn_layer_norm")
            for part, name in (("inner", "fc1"), ("outer", "fc2")):
                state[f"{stem}.{name}.weight"], state[f"{stem}.{name}.bias"] = layer["feed"][part]
        for name in names:
            state[f"{name}.weight"] = np.ones(shape.width, np.float32)
            state[f"{name}.bias"] = np.zeros(shape.width, np.float32)
    kind = getattr(torch, dtype)
    tensors = {name: torch.from_numpy(value).to(kind) for name, value in state.items()}
    tied = tensors["model.shared.weight"]
    for name in ("model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight", "lm_head.weight"):
        tensors[name] = tied
    model.load_state_dict(tensors, strict=True, assign=True)
    model.tie_weights()
    model.generation_config = GenerationConfig(decoder_start_token_id=EOS, eos_token_id=EOS, pad_token_id=PAD)
    model.save_pretrained(folder)
    np.savez(folder / "positions.npz", encoder=weights.encoder_positions, decoder=weights.decoder_positions)


def main(kind: str, size: str, tokenizer: str, folder: str) -> None:
    """`python weights.py ctranslate2|transformers full|tiny TOKENIZER FOLDER`."""
    weights = make_weights(FULL if size == "full" else TINY)
    if kind == "ctranslate2":
        save_ctranslate2(weights, Path(tokenizer), Path(folder))
        return
    for dtype in ("bfloat16", "float32"):
        save_transformers(weights, Path(folder) / dtype, dtype)


if __name__ == "__main__":
    main(*sys.argv[1:])
