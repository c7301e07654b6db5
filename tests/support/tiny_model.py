"""A small random translation model in exactly NLLB's file layout, built in well under a second.

Vocabulary as in the converted NLLB models: `<s> <pad> </s> <unk>`, the pieces, the language codes, `<mask>`.
"""

import io
import json
from pathlib import Path
from typing import Any, Literal

import numpy as np
import sentencepiece
from ctranslate2.specs import common_spec, transformer_spec

LANGUAGES = ("eng_Latn", "ind_Latn", "zsm_Latn")
_TEXT = """Presiden tiba di Jakarta pada hari Senin untuk membahas harga beras bersama para menteri.
The president arrived in Jakarta on Monday to discuss the price of rice with the ministers.
Menteri Luar Negeri Rusia mengatakan bahwa pembicaraan dengan Barat akan dilanjutkan pada bulan Januari.
The Russian foreign minister said that talks with the West would continue in January.
Gempa bumi berkekuatan 5,6 mengguncang Jawa Barat, kata BMKG (22/12/2021).
An earthquake with a magnitude of 5.6 shook West Java, said the agency, and 130,000 people felt it."""


def build_tiny_model(
    folder: Path,
    *,
    seed: int = 7,
    width: int = 32,
    vocabulary: Literal["json", "txt"] = "json",
    filling: int = 0,
    silent: bool = True,
    bytes_too: bool = True,
) -> Path:
    """Write the model to `folder`, and return it.

    `filling` tokens named `madeupword1` and so on make the vocabulary as large as those of the converted models; a
    `silent` model never says one of them. `bytes_too`: characters without a token come as bytes; NLLB's do not.
    """
    folder.mkdir(parents=True, exist_ok=True)
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(_TEXT.splitlines() * 4),
        model_writer=model,
        vocab_size=400,
        model_type="bpe",
        byte_fallback=bytes_too,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    (folder / "sentencepiece.bpe.model").write_bytes(model.getvalue())
    pieces = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    words = [pieces.id_to_piece(number) for number in range(3, pieces.get_piece_size())]
    tokens = ["<s>", "<pad>", "</s>", "<unk>", *words, *LANGUAGES, "<mask>"]
    tokens += [f"madeupword{number}" for number in range(filling)]
    spec = _random_spec(len(tokens), width, np.random.default_rng(seed), zeros=filling if silent else 0)
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = "<s>", "</s>", "<unk>"
    spec.config.decoder_start_token = "</s>"
    spec.config.add_source_bos = spec.config.add_source_eos = False
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
    if vocabulary == "txt":
        source = folder / "shared_vocabulary.json"
        (folder / "shared_vocabulary.txt").write_text("\n".join(json.loads(source.read_text())) + "\n")
        source.unlink()
    return folder


def _random_spec(size: int, width: int, random: np.random.Generator, zeros: int = 0) -> Any:
    spec = transformer_spec.TransformerSpec.from_config(
        (2, 2), 2, pre_norm=True, activation=common_spec.Activation.RELU
    )

    def weights(*shape: int) -> Any:
        return (random.standard_normal(shape) * 0.2).astype(np.float32)

    def linear(layer: Any, rows: int, columns: int) -> None:
        layer.weight, layer.bias = weights(rows, columns), weights(rows)

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = np.ones(width, np.float32), np.zeros(width, np.float32)

    embeddings = weights(size, width)
    embeddings[size - zeros :] = 0
    for part in (spec.encoder, spec.decoder):
        part.scale_embeddings = True
        part.position_encodings.encodings = weights(512, width)
        norm(part.layer_norm)
        for layer in part.layer:
            norm(layer.self_attention.layer_norm)
            linear(layer.self_attention.linear[0], 3 * width, width)
            linear(layer.self_attention.linear[1], width, width)
            norm(layer.ffn.layer_norm)
            linear(layer.ffn.linear_0, 2 * width, width)
            linear(layer.ffn.linear_1, width, 2 * width)
    for layer in spec.decoder.layer:
        norm(layer.attention.layer_norm)
        linear(layer.attention.linear[0], width, width)
        linear(layer.attention.linear[1], 2 * width, width)
        linear(layer.attention.linear[2], width, width)
    spec.encoder.embeddings[0].weight = embeddings
    spec.decoder.embeddings.weight = embeddings.copy()
    spec.decoder.projection.weight = embeddings.copy()
    return spec
