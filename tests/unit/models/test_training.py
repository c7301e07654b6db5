"""The recipe's text steps. What needs PyTorch is in tests/train."""

import lzma
import random
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from models.evaluation.values import kept_values
from models.training.augment import (
    paired_figures,
    restore_quotes,
    shared_names,
    shared_places,
    shout,
    swap_names,
    swap_numbers,
    swap_places,
    write_copies,
)
from models.training.clean import Cleaner, well_covered
from models.training.collect import Blocklist, collect, with_capitals
from models.training.config import Cleaning, Phase, Phrases, Recipe, read_recipe
from models.training.examples import Example, format_links, parse_links, read_examples, write_examples
from models.training.figures import english_figures, indonesian_figures, write_english, write_indonesian
from models.training.lexicon import read_lexicon
from models.training.names import invented_name
from models.training.phrases import choose_phrases, consistent, count_phrases
from models.training.spelled import paired_words, spell_figure, swap_words
from models.training.templates import FRAMES, number_words, ordinal, write_templates
from models.training.terms import Exonyms, Swapper, Term, read_terms, write_terms
from models.training.text import digit_runs, fold, skeleton, tidy

RECIPE = Path("models/training/recipe.toml")


def pair(source: str, target: str, links: str = "", kind: str = "news") -> Example:
    return Example(kind, source, target, parse_links(links))


def recipe(**changes: object) -> Recipe:
    plain = {
        "sources": [{"kind": "news", "files": ["*.tsv.xz"]}],
        "development": "dev.tsv",
        "training": {"phases": [{"name": "one", "steps": 1, "rate": [1e-3, 1e-3], "weights": {"news": 1.0}}]},
    }
    return Recipe.model_validate({**plain, **changes})


def test_the_shipped_recipe_is_valid(request: pytest.FixtureRequest) -> None:
    shipped = read_recipe(request.config.rootpath / RECIPE)
    assert shipped.training.phases[-1].rate[1] < shipped.training.phases[-1].rate[0]
    assert all(name.startswith("eval/") for name in shipped.evaluation)
    assert shipped.development in shipped.evaluation


def test_a_misspelt_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="learning_rate"):
        recipe(learning_rate=1.0)


def test_a_misspelt_kind_is_refused() -> None:
    phase = {"name": "one", "steps": 1, "rate": [1e-3, 1e-3], "weights": {"news": 1.0, "phrase": 0.1}}
    with pytest.raises(ValidationError, match="phase one weighs kinds that nothing has: phrase"):
        recipe(training={"phases": [phase]})


def test_a_phase_must_end() -> None:
    with pytest.raises(ValidationError, match="needs `minutes` or `steps`"):
        Phase(name="endless", rate=(1e-3, 1e-3), weights={"news": 1.0})


def test_tidy_fold_and_skeleton() -> None:
    assert tidy("a\u200b  b\tc\x1b") == "a b c"
    assert fold("Ya, «Tuan»!") == "ya tuan"
    assert skeleton("Pada 12 Mei, harga naik") == skeleton("pada 15 mei harga naik")
    assert digit_runs("130.000 dan 1,5") == ["130000", "1", "5"]


def test_examples_survive_a_file(tmp_path: Path) -> None:
    examples = [pair('"Ya," katanya', '"Yes," he said', "0-0 1-2"), pair("Tidak", "No")]
    assert write_examples(tmp_path / "x.tsv", examples) == 2
    assert list(read_examples(tmp_path / "x.tsv")) == examples
    assert [file.name for file in tmp_path.iterdir()] == ["x.tsv"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    write_examples(path, [pair("Satu", "One")])

    def broken() -> object:
        yield pair("Dua", "Two")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_examples(path, broken())  # type: ignore[arg-type]
    assert [example.source for example in read_examples(path)] == ["Satu"]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.tsv").write_text("news\tSatu\tOne\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.tsv:1: five columns"):
        list(read_examples(tmp_path / "x.tsv"))


def test_links_round_trip() -> None:
    assert format_links(parse_links("0-0 2-1")) == "0-0 2-1"


def test_evaluation_sentences_are_blocked_whole_and_in_part() -> None:
    text = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas"
    blocked = Blocklist([(text, "This is the reference of that line."), ("Terima kasih.", "Thank you.")])
    assert blocked.blocks(text.upper() + "!", "x")
    assert blocked.blocks(f"awal {text} akhir", "x")
    assert blocked.blocks("x", "this is the reference of that line")
    assert blocked.blocks("Terima kasih", "Thanks a lot")
    assert not blocked.blocks("Makasih ya", "Thank you.")
    assert not blocked.blocks("satu dua tiga", "one two three")


def test_collect_takes_each_pair_once_and_nothing_of_the_evaluation(tmp_path: Path) -> None:
    lines = "Ini rumah.\tthis is a house. i live here.\nIni rumah!\tThis is a house. I live here.\nRahasia.\tSecret.\n"
    with lzma.open(tmp_path / "a.tsv.xz", "wt", encoding="utf-8") as out:
        out.write(lines)
    (tmp_path / "eval.tsv").write_text("Rahasia.\tThe secret\n", encoding="utf-8")
    sources = [{"kind": "chat", "files": ["a.tsv.xz"], "lower_case": True}]
    training = {"phases": [{"name": "one", "steps": 1, "rate": [1e-3, 1e-3], "weights": {"chat": 1.0}}]}
    found = list(collect(recipe(sources=sources, training=training, evaluation=["eval.tsv"]), tmp_path))
    assert found == [Example("chat", "Ini rumah.", "This is a house. I live here.", origin="a")]


def test_a_pattern_without_files_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"\*\.tsv\.xz"):
        list(collect(recipe(), tmp_path))


def test_capitals() -> None:
    assert with_capitals("i think i'm fine. it is in.") == "I think I'm fine. It is in."


@pytest.mark.parametrize(
    ("source", "target", "fault"),
    [
        ("kata " * 100, "word " * 100, "too long"),
        ("12 - 34", "12 - 34", "no letters"),
        ("Lihat https://example.org sekarang juga", "See https://example.org right now", "markup"),
        ("Ini kalimat yang cukup panjang untuk diukur di sini", "Too short to be it", "length ratio"),
        ("The house of the people is here", "The house of the people is here", "copied"),
        ("the cat and the dog are in the house", "kucing dan anjing ada di dalam rumah itu", "wrong language"),
        ("Ada 45 rumah dan 78 sekolah di desa itu", "There are houses and schools in that village", "numbers lost"),
    ],
)
def test_unfit_pairs_are_dropped_and_counted(source: str, target: str, fault: str) -> None:
    cleaner = Cleaner(Cleaning())
    assert list(cleaner.clean([pair(source.strip(), target.strip())])) == []
    assert cleaner.dropped == Counter([fault])


def test_near_duplicates_go_and_good_pairs_stay() -> None:
    cleaner = Cleaner(Cleaning())
    first = pair("Harga beras naik menjadi 12 ribu rupiah", "The price of rice rose to 12 thousand rupiah")
    second = pair("Harga beras naik menjadi 15 ribu rupiah", "The price of rice rose to 15 thousand rupiah")
    spelled = pair("Ada 25 orang di sana sejak kemarin pagi", "Twenty-five people have been there since yesterday")
    assert list(cleaner.clean([first, second, spelled])) == [first, spelled]
    assert cleaner.dropped == Counter(["near-duplicate"])


def test_coverage() -> None:
    source = "satu dua tiga empat lima enam tujuh delapan"
    assert not well_covered(pair(source, "x y", "0-0 1-1"), 0.35)
    assert well_covered(pair(source, "x y z", "0-0 1-1 2-2"), 0.35)
    assert well_covered(pair("satu dua", "x"), 0.35)


def test_figures_are_read_and_written() -> None:
    (found,) = indonesian_figures("Rp1.250.000,50 saja")
    assert (found.value, found.decimals, found.grouped) == (Decimal("1250000.50"), 2, True)
    assert write_english(found.value, found) == "1,250,000.50"
    assert write_indonesian(Decimal("1234.5"), found) == "1.234,50"
    assert [f.value for f in english_figures("US$1.5 and 3rd and A4")] == [Decimal("1.5")]


@pytest.mark.parametrize("seed", range(20))
def test_swapped_numbers_have_equal_values_on_both_sides(seed: int) -> None:
    example = pair(
        "Harga naik 12,5 persen menjadi Rp130.000 pada 2007", "In 2007 the price rose 12.5 percent to Rp130,000"
    )
    swapped = swap_numbers(example, random.Random(seed))
    assert swapped is not None
    assert swapped.source != example.source
    assert kept_values(swapped.source, swapped.target) == (3, 3)


def test_a_pair_without_common_numbers_is_left_alone() -> None:
    assert swap_numbers(pair("Ada 5 orang", "There are many"), random.Random(1)) is None


def test_swapped_names_are_the_same_on_both_sides() -> None:
    example = pair("Menurut Lavrov, rapat ditunda", "According to Lavrov, the meeting was put off")
    assert shared_names(example) == ["Lavrov"]
    swapped = swap_names(example, ["Sukarno"], random.Random(2))
    assert swapped is not None
    (name,) = shared_names(swapped)
    assert name != "Lavrov"
    assert swap_names(pair("rapat ditunda", "put off"), [], random.Random(2)) is None


def test_swapped_places_are_translated() -> None:
    example = pair("Ia tinggal di Rusia sekarang", "He lives in Russia now")
    assert shared_places(example) == [("Rusia", "Russia")]
    swapped = swap_places(example, random.Random(3))
    assert swapped is not None
    assert "Rus" not in swapped.source + swapped.target


TERMS = [
    Term("Jenewa", "Geneva", "place"),
    Term("Laut Banda", "Banda Sea", "place"),
    Term("KPK", "KPK", "organisation"),
    Term("Kementerian Keuangan", "Ministry of Finance", "organisation"),
    Term("Badan Kepegawaian Negara", "National Civil Service Agency", "organisation"),
    Term("gempa", "earthquake", "term"),
    Term("TNI Angkatan Darat", "Army", "organisation"),
]


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("Ia tiba di Geneva.", "She arrived in Geneva.", "Ia tiba di Jenewa."),
        ("Di Geneva, ia diam.", "In Geneva, she said nothing.", "Di Jenewa, ia diam."),
        ("Ia membaca Geneva Post.", "She reads the Geneva Post.", "Ia membaca Geneva Post."),
        ("Kata Ratna Geneva.", "Said Ratna Geneva.", "Kata Ratna Geneva."),
        ("Ia tiba di Geneva.", "She arrived there.", "Ia tiba di Geneva."),
        ("Ministry of Finance menolak.", "The Ministry of Finance refused.", "Kementerian Keuangan menolak."),
        ("KPK menolak.", "The KPK refused.", "KPK menolak."),
        ("Army menolak.", "The Army refused.", "Army menolak."),
    ],
)
def test_back_translations_get_the_indonesian_form_of_a_name(source: str, target: str, wanted: str) -> None:
    assert Exonyms(TERMS).put_in(pair(source, target), random.Random(1)).source == wanted


def test_a_name_that_english_writes_in_another_way_is_put_in_oftener() -> None:
    same, other = Term("Oslo", "Oslo", "place"), Term("Wina", "Vienna", "place")
    swapper, rng = Swapper([TERMS[0], same, other]), random.Random(1)
    example = pair("Ia tiba di Jenewa kemarin", "He arrived in Geneva yesterday")
    targets = [swapped.target.split()[3] for _ in range(700) if (swapped := swapper.swap(example, rng))]
    assert targets.count("Vienna") > 2 * targets.count("Oslo") > 100


def test_a_term_is_swapped_for_another_of_its_family_and_the_links_follow() -> None:
    example = pair("Kata Kementerian Keuangan, gempa itu", "The Ministry of Finance, said", "0-4 1-3 2-1")
    swapped = Swapper([TERMS[4], *TERMS[3:4]]).swap(example, random.Random(4))
    assert swapped is not None
    assert swapped.source == "Kata Badan Kepegawaian Negara, gempa itu"
    assert swapped.target == "The National Civil Service Agency, said"
    assert swapped.kind == "terms"
    assert set(swapped.links) == {(0, 5)} | {(i, j) for i in (1, 2, 3) for j in (1, 2, 3, 4)}


def test_terms_of_other_families_are_no_substitutes() -> None:
    swapper = Swapper(TERMS)
    for seed in range(20):
        swapped = swapper.swap(pair("Ia tiba di Jenewa kemarin", "He arrived in Geneva yesterday"), random.Random(seed))
        assert swapped is not None
        assert swapped.target == "He arrived in Geneva yesterday"  # a sea needs an article, a body is no place
    assert swapper.find(pair("Ada gempa di sini", "There is an earthquake here")) is None
    assert swapper.find(pair("Dari Jenewa ke Jenewa", "From Geneva to Geneva")) is None


def test_an_indefinite_article_follows_its_new_word() -> None:
    swapper = Swapper([Term("Menteri", "Minister", "title"), Term("Duta Besar", "Ambassador", "title")])
    swapped = {swapper.swap(pair("Kata Menteri itu", "Said a Minister"), random.Random(seed)) for seed in range(9)}
    assert {example.target for example in swapped if example} == {"Said a Minister", "Said an Ambassador"}


def test_an_exported_glossary_teaches_its_terms(tmp_path: Path) -> None:
    file = tmp_path / "terms.tsv"
    file.write_text(
        "source\ttarget\tvariants\taccept\tkind\tcase\tnote\tenforce\n"
        "Jenewa\tGeneva\tGenewa\t\tplace\t\t\t\nWina\tVienna\t\t\tplace\t\t\t\n",
        encoding="utf-8",
    )
    terms = read_terms(file)
    assert [(term.source, term.target) for term in terms] == [
        ("Jenewa", "Geneva"),
        ("Genewa", "Geneva"),
        ("Wina", "Vienna"),
    ]
    written = list(write_terms([pair("di Wina", "in Vienna")], terms, 6, random.Random(1)))
    assert Counter(example.kind for example in written) == {"termlist": 3, "terms": 6}
    assert {example.source for example in written[3:]} <= {"di Jenewa", "di Genewa", "di Wina"}
    file.write_text("one\ttwo\n", encoding="utf-8")
    with pytest.raises(ValueError, match="columns"):
        read_terms(file)


def test_english_sentences_are_copied_half_of_them_with_figures() -> None:
    plain = [pair("x", f"They came to the {word}", "0-0") for word in ("house", "river", "hall", "market")]
    figured = [pair("x", f"There were {count} of them", "0-0", "software") for count in (12, 30, 45)]
    others = [pair("x", "He came with 3 of us", kind="quran"), pair("x", "too short 5")]
    written = list(write_copies([*plain, *figured, *others], 4, random.Random(1)))
    assert {example.kind for example in written} == {"copied"}
    assert all(example.source == example.target for example in written)
    assert all(example.links == ((0, 0), (1, 1), (2, 2), (3, 3), (4, 4)) for example in written)
    assert sum(example.target in {other.target for other in figured} for example in written) == 2
    assert len({example.target for example in written}) == 4


def test_quotes_are_restored_around_reported_speech() -> None:
    example = pair("Kami tidak akan menyerah kepada mereka, kata Ali.", "We will never surrender to them, Ali said.")
    quoted = restore_quotes(example, random.Random(1))
    assert quoted is not None
    assert quoted.target == '"We will never surrender to them," Ali said.'
    assert quoted.source[0] in '"“'
    assert len(quoted.source.split()) == len(example.source.split())
    assert restore_quotes(pair("Harga naik", "Prices rose"), random.Random(1)) is None


def test_headlines_in_capitals_keep_their_english() -> None:
    assert shout(pair("Harga naik", "Prices rise")) == pair("HARGA NAIK", "Prices rise")


def test_invented_names_look_like_names() -> None:
    names = {invented_name(random.Random(seed)) for seed in range(50)}
    assert len(names) > 45
    assert all(name.isalpha() and name.istitle() for name in names)


def test_numbers_in_words() -> None:
    assert number_words(25) == ("dua puluh lima", "twenty-five")
    assert number_words(113) == ("seratus tiga belas", "one hundred and thirteen")
    values = (1, 2, 3, 4, 11, 12, 22, 113)
    assert [ordinal(value) for value in values] == ["1st", "2nd", "3rd", "4th", "11th", "12th", "22nd", "113th"]


def test_templates_keep_every_value() -> None:
    lost = [
        example
        for example in write_templates(600, ["Sukarno"], random.Random(5))
        if len(set(kept_values(example.source, example.target))) > 1
    ]
    assert lost == []


def test_every_frame_has_the_same_slots_on_both_sides() -> None:
    for source, target in FRAMES:
        slots = [Counter(part.split("}")[0] for part in side.split("{")[1:]) for side in (source, target)]
        assert slots[0] == Counter({name.removesuffix("_th"): count for name, count in slots[1].items()})


def test_consistent_phrases() -> None:
    example = pair("mobil merah itu", "the red car", "0-2 1-1 2-0")
    assert set(consistent(example, 2)) == {(0, 1, 2, 3), (0, 2, 1, 3), (1, 2, 1, 2), (1, 3, 0, 2), (2, 3, 0, 1)}


def test_dominant_translations_are_chosen() -> None:
    examples = [pair("rumah besar", "big house", "0-1 1-0")] * 3 + [pair("rumah besar", "large home", "0-1 1-0")]
    counts = count_phrases(examples, Phrases(), random.Random(1))
    chosen = {(e.source, e.target) for e in choose_phrases(counts, Phrases(), random.Random(1))}
    assert ("rumah", "house") in chosen
    assert ("rumah besar", "big house") in chosen
    assert ("rumah", "home") not in chosen


def test_lexicon_entries_are_checked_against_the_corpus(tmp_path: Path) -> None:
    (tmp_path / "list.tsv").write_text("rumah\thouse\nrumah\tapple\nlangka\trare\n", encoding="utf-8")
    counts = {("rumah", "house"): 5}
    found = {(e.source, e.target) for e in read_lexicon(tmp_path, counts) if e.origin == "list"}
    assert found == {("rumah", "house"), ("langka", "rare")}


def test_numbers_in_words_are_swapped_on_both_sides() -> None:
    example = pair("Sebanyak dua puluh tujuh orang hilang", "As many as twenty-seven people are missing")
    assert [(here[2], there[2]) for here, there in paired_words(example)] == [(27, 27)]
    for seed in range(20):
        swapped = swap_words(example, random.Random(seed))
        assert swapped is not None
        assert kept_values(swapped.source, swapped.target) == (1, 1)
    assert swap_words(pair("dua juta orang", "two million people"), random.Random(1)) is None
    assert swap_words(pair("dua orang", "both people"), random.Random(1)) is None


def test_figures_that_count_things_are_spelled() -> None:
    example = pair("Sebanyak 27 orang hilang", "A total of 27 people are missing")
    spelled = spell_figure(example, paired_figures(example), random.Random(1))
    assert spelled is not None
    assert not digit_runs(spelled.source + spelled.target)
    assert kept_values(spelled.source, spelled.target) == (1, 1)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Pada 13 Januari ia datang", "He came on 13 January"),
        ("Harganya Rp250 per lembar", "It costs Rp250 a sheet"),
        ("Menurut pasal 12 undang-undang", "Under article 12 of the law"),
        ("Ada 27 juta orang di sana", "There are 27 million people there"),
    ],
)
def test_other_figures_stay(source: str, target: str) -> None:
    example = pair(source, target)
    assert spell_figure(example, paired_figures(example), random.Random(1)) is None
