"""The catalogue says what PEERS and the Hub's pages say, and nothing that nobody knows."""

import re

import pytest

from models import bundled, layout
from models.catalog import Entry, Score, catalog
from models.store import COMPACT

ENTRIES = list(catalog().entries.values())


def test_has_the_three_sizes_in_order() -> None:
    assert list(catalog().entries) == ["nllb-600m", "nllb-1.3b", "nllb-3.3b"]
    sizes = [entry.size for entry in ENTRIES]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_an_entry_is_complete(entry: Entry) -> None:
    assert (entry.licence.name, "non-commercial" in entry.licence.terms) == ("CC-BY-NC-4.0", True)
    assert entry.memory > entry.size + 500_000_000
    assert 40 < entry.quality.flores.bleu < 45
    assert entry.quality.news is not None
    assert 40 < entry.quality.news.bleu < 45
    for repository in entry.repositories:
        names = {file.name for file in repository.files}
        assert {layout.MODEL, layout.CONFIG} < names
        assert len(names & set(layout.VOCABULARIES)) == 1
        assert names <= {layout.MODEL, layout.CONFIG, layout.TOKENIZER, *layout.VOCABULARIES}


def test_what_is_not_known_is_empty_and_what_is_known_is_whole() -> None:
    repositories = [repository for entry in ENTRIES for repository in entry.repositories]
    for repository in (*repositories, catalog().tokenizer):
        assert re.fullmatch(r"|[0-9a-f]{40}", repository.revision)
        assert all(re.fullmatch(r"|[0-9a-f]{64}", file.sha256) for file in repository.files)
    (tokenizer,) = catalog().tokenizer.files
    assert (tokenizer.name, tokenizer.size) == (layout.TOKENIZER, 4_852_054)
    assert len(tokenizer.sha256) == 64


def test_the_bundled_model_has_the_figures_of_its_card() -> None:
    card = (bundled.path() / "README.md").read_text(encoding="utf-8")
    row = next(line for line in card.splitlines() if line.startswith("| FLORES-200 devtest, BLEU / chrF++"))
    newest = row.rstrip("| ").rpartition("|")[2].strip(" *")
    entry = catalog().bundled
    assert entry.quality.flores == Score(*(round(float(figure), 1) for figure in newest.split(" / ")))
    assert entry.name == COMPACT
    assert entry.licence.address in (bundled.path() / "LICENSE-WEIGHTS.md").read_text(encoding="utf-8")
