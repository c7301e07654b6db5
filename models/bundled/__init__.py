"""The compact model that ships with the program: the files beside this one. Importing this loads nothing."""

from pathlib import Path

VERSION = "0.6"
"""Version of the weights; raised whenever `model.bin` changes, independent of the program's own version."""

FILES = ("config.json", "model.bin", "sentencepiece.bpe.model", "shared_vocabulary.json")
"""What an engine needs of this folder."""


def path() -> Path:
    """The folder that holds the model, in CTranslate2's and NLLB's layout."""
    return Path(__file__).resolve().parent
