"""The guards: nothing cut, loops and empty outputs decoded again."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.engine import CTranslate2Translator
from models.guard import MAX_TOKENS, GuardedTranslator, find_loop, guarded, has_loop, split_at_clauses
from models.guards.capitals import in_capitals, in_title_case, sentence_case, without_title_case
from models.guards.marks import plain, put_back, restore, set_aside
from models.guards.split import split_sentences
from models.types import Alignment, DecodingOptions, Hypothesis, Request
from tests.support.fuzzed import Listening, fuzz


def count_words(text: str) -> int:
    return len(text.split())


class Scripted:
    """Answers a sentence from a table: first the plain answer, then the careful one."""

    name, digest = "scripted", "0" * 64

    def __init__(self, plain: dict[str, str], careful: dict[str, str]) -> None:
        self.plain, self.careful = plain, careful
        self.asked: list[list[str]] = []
        self.scored: list[tuple[str, str]] = []

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        table = self.careful if options.no_repeat_ngram_size else self.plain
        self.asked.append([request.text for request in batch])
        return [[Hypothesis(table.get(request.text, request.text.upper()), -1.0)] for request in batch]

    def score(self, pairs: Sequence[tuple[str, str]], options: DecodingOptions) -> list[float]:
        self.scored += pairs
        return [-1.0 for _ in pairs]

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[Alignment]:
        return [() for _ in pairs]


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry I'm sorry I'm sorry",
        "the talks, the talks, the talks",
        "no no no no",
        "and that. And that. And that.",
        "in the war in the war in the war in Africa",
        "for agents for adultosososososososososos",
        "he said ! ! ! ! ! ! ! ! ! ! ! !",
        "2020, 2020, 2020, 2020",
    ],
)
def test_sees_a_loop(text: str) -> None:
    assert has_loop(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It was very, very serious.",
        "from day to day and from house to house",
        "The minister said that the minister of trade had met the minister of finance.",
        "1,000,000 people",
        "No, no.",
        "Rp 1.000.000.000.000,00",
        "The ministers of trade of Laos, the ministers of trade of Fiji",
    ],
)
def test_sees_no_loop(text: str) -> None:
    assert not has_loop(text)


def test_decodes_a_loop_and_an_empty_output_again() -> None:
    inner = Scripted({"a": "talks talks talks talks", "b": "", "c": "fine"}, {"a": "talks", "b": "something"})
    guarded = GuardedTranslator(inner, count_words)
    results = guarded.translate([Request("a"), Request("b"), Request("c")], DecodingOptions())
    assert [result[0].text for result in results] == ["talks", "something", "fine"]
    assert inner.asked == [["a", "b", "c"], ["a"], ["b"]]


def test_keeps_the_first_answer_when_the_second_is_no_better() -> None:
    inner = Scripted({"a": "x y x y x y"}, {"a": ""})
    (result,) = GuardedTranslator(inner, count_words).translate([Request("a")], DecodingOptions())
    assert result[0].text == "x y x y x y"


def test_a_loop_in_the_source_may_stay() -> None:
    source = "ha ha ha ha"
    inner = Scripted({source: "ha ha ha ha"}, {source: "ha"})
    (result,) = GuardedTranslator(inner, count_words).translate([Request(source)], DecodingOptions())
    assert result[0].text == "ha ha ha ha"


def test_splits_a_long_sentence_and_joins_its_parts() -> None:
    text = ", ".join(" ".join(f"kata{part}-{word}" for word in range(50)) for part in range(9)) + "."
    inner = Scripted({}, {})
    (result,) = GuardedTranslator(inner, count_words).translate([Request(text)], DecodingOptions())
    assert result[0].text == text.upper()
    assert len(inner.asked[0]) == 3
    assert all(count_words(part) <= MAX_TOKENS for part in inner.asked[0])
    assert all(part.endswith((",", ".")) for part in inner.asked[0])


@given(st.text(alphabet="ab ,;:-–\n", max_size=400), st.integers(min_value=4, max_value=40))
def test_split_loses_nothing_and_keeps_the_limit(text: str, limit: int) -> None:
    def count(part: str) -> int:
        return sum(1 for character in part if not character.isspace())

    parts = split_at_clauses(text, limit, count)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(count(part) <= limit for part in parts)


def test_a_very_long_sentence_comes_through_the_real_model_to_its_end(compact: CTranslate2Translator) -> None:
    careful = guarded(compact, compact=True)
    cities = ["Jakarta", "Bandung", "Surabaya", "Medan", "Makassar", "Denpasar", "Padang", "Manado"]
    clauses = [
        f"Presiden tiba di {city} pada hari Senin untuk membahas harga beras bersama para menteri" for city in cities
    ]
    text = ", ".join(clauses) + " " + "x" * 3000
    (result,) = careful.translate([Request(text)], DecodingOptions(beam_size=1))
    assert {city for city in cities if city in result[0].text} >= {"Jakarta", "Surabaya", "Manado"}
    assert (careful.name, careful.digest) == (compact.name, compact.digest)
    assert careful.align([("Jakarta", "Jakarta")]) == [((0, 0),)]


def test_says_what_is_said_over_and_over() -> None:
    assert find_loop("We know, we know, we know.") == "we know"
    assert find_loop("ha ha ha ha", source="ha ha ha") == ""
    assert find_loop("ha ha ha ha", source="tertawa") == "ha"


class Echo(Scripted):
    """Says every text as it got it, in three wordings of falling score."""

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        self.asked.append([request.text for request in batch])
        wordings = [["", " indeed", " perhaps"][: options.n_best] for _ in batch]
        return [
            [Hypothesis(request.text + wording, -1.0 - 0.1 * number) for number, wording in enumerate(found)]
            for request, found in zip(batch, wordings, strict=True)
        ]


def echoed(
    text: str, *, knows: Callable[[str], bool] = lambda _: True, prefix: str = "", title_case: bool = True
) -> tuple[str, list[str]]:
    """What comes out of the guard around a model that says what it gets, and what the model got."""
    inner = Echo({}, {})
    careful = GuardedTranslator(inner, count_words, knows=knows, title_case=title_case)
    (result,) = careful.translate([Request(text, prefix)], DecodingOptions())
    return result[0].text, [part for batch in inner.asked for part in batch]


@pytest.mark.parametrize("text", ["102", "1.250,50", "22/12/2021", "---", "* * *", "+62 21 345", "👍👍", "?!", "50 %"])
def test_copies_what_has_no_words(text: str) -> None:
    assert echoed(text) == (text, [])


def test_copied_lines_do_not_shift_the_others() -> None:
    guarded = GuardedTranslator(Scripted({}, {}), count_words)
    results = guarded.translate([Request("1"), Request("a"), Request("2"), Request("b")], DecodingOptions())
    assert [found[0].text for found in results] == ["1", "A", "2", "B"]
    assert guarded.translate([Request("7")], DecodingOptions())[0][0].score == 0.0
    assert guarded.translate([], DecodingOptions()) == []


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Presiden tiba. Ia disambut menteri.", ["Presiden tiba.", "Ia disambut menteri."]),
        ('"Kami siap!" "Apa benar begitu?" Ia diam saja.', ['"Kami siap!"', '"Apa benar begitu?"', "Ia diam saja."]),
        ("Itu terjadi pada 2021. Sejak itu semua berubah.", ["Itu terjadi pada 2021.", "Sejak itu semua berubah."]),
        ("Prof. Dr. Amin tiba di Jl. Sudirman No. 5 Jakarta.", None),
        ("Ir. H. Joko Widodo bertemu R. A. Kartini.", None),
        ("Harga naik Rp 5.000 menjadi Rp 12.500 per kg.", None),
        ("PT. Timah dan CV. Maju dkk. Indonesia", None),
        ("Satu kalimat saja", None),
        ("", None),
    ],
)
def test_takes_sentences_apart(text: str, sentences: list[str] | None) -> None:
    assert split_sentences(text) == (sentences or [text])


@given(st.text(alphabet='aB1 .!?"”’', max_size=200))
def test_taking_apart_loses_nothing(text: str) -> None:
    assert " ".join(" ".join(split_sentences(text)).split()) == " ".join(text.split())


def test_several_sentences_are_translated_one_by_one_and_joined() -> None:
    out, asked = echoed("Presiden tiba. Ia disambut menteri.")
    assert (out, asked) == ("Presiden tiba. Ia disambut menteri.", ["Presiden tiba.", "Ia disambut menteri."])


def test_several_sentences_keep_their_alternatives_and_a_score_between_their_parts() -> None:
    guarded = GuardedTranslator(Echo({}, {}), count_words)
    (found,) = guarded.translate([Request("Presiden tiba. Ia disambut menteri.")], DecodingOptions(n_best=3))
    assert len(found) == 3
    assert len({hypothesis.text for hypothesis in found}) == 3
    scores = [hypothesis.score for hypothesis in found]
    assert scores == sorted(scores, reverse=True)
    assert all(-1.2 <= score <= -1.0 for score in scores)


def test_a_prefix_is_kept_with_its_sentence_and_as_plain_as_the_text() -> None:
    inner = Echo({}, {})
    seen: list[Request] = []

    class Noting(Echo):
        def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
            seen.extend(batch)
            return inner.translate(batch, options)

    GuardedTranslator(Noting({}, {}), count_words).translate(
        [Request("“Kami siap.” Ia pergi.", "“We are")], DecodingOptions()
    )
    assert seen == [Request('"Kami siap." Ia pergi.', '"We are')]


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("“Kami siap,” kata ‘Ani’.", "\"Kami siap,\" kata 'Ani'."),
        ("«Kami siap», katanya.", '"Kami siap", katanya.'),
        ("Jakarta – ibu kota – ramai pada 2019–2021.", "Jakarta - ibu kota - ramai pada 2019-2021."),
        ('Tanda "lurus" tetap - lurus.', 'Tanda "lurus" tetap - lurus.'),
        ("Jum’at itu hari libur.", "Jum'at itu hari libur."),
        ("(“Kami”) dan “kita”", '("Kami") dan "kita"'),
    ],
)
def test_marks_are_plain_for_the_model_and_as_they_were_after_it(text: str, got: str) -> None:
    assert echoed(text) == (text, [got])
    assert restore(*plain(text)) == text


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("Selamat pagi semua 😀", "Selamat pagi semua"),
        ("🔥 Berita terbaru hari ini", "Berita terbaru hari ini"),
        ("Selamat pagi 👨‍👩‍👧 dan selamat siang", "Selamat pagi dan selamat siang"),
        ("Timnas 🇮🇩 menang atas 🇲🇾 kemarin", "Timnas menang atas kemarin"),
        ("Ayo 👍🏽👍🏽 semua", "Ayo semua"),
    ],
)
def test_emoji_are_set_aside_and_put_back(text: str, got: str) -> None:
    assert echoed(text) == (text, [got])


def test_an_emoji_before_a_stop_leaves_no_space() -> None:
    assert set_aside("Selamat pagi 😀.", lambda _: True)[0] == "Selamat pagi."
    assert echoed("Selamat pagi 😀.")[0] == "Selamat pagi. 😀"


def test_characters_the_model_does_not_know_are_set_aside_and_put_back() -> None:
    out, asked = echoed("Kota 東京 ramai", knows=lambda character: character.isascii())
    assert (out, asked) == ("Kota 東京 ramai", ["Kota ramai"])
    assert echoed("東京", knows=lambda character: character.isascii()) == ("東京", [])


@given(st.text(max_size=120))
def test_no_sign_is_lost(text: str) -> None:
    rest, asides = set_aside(" ".join(text.split()), lambda character: character.isascii())
    assert sorted("".join(put_back(rest, asides).split())) == sorted("".join(text.split()))


def test_signs_that_are_not_seen_do_not_reach_the_model() -> None:
    assert echoed("Pre\u200bsiden\u202e tiba\x07 di\u00adsini") == ("Presiden tiba disini", ["Presiden tiba disini"])


@pytest.mark.parametrize(
    "sign",
    ["https://kabar.co.id/a?b=1", "www.kabar.co.id", "redaksi@kabar.co.id", "QmFzZTY0" * 6, "x" * 20_000],
)
def test_what_no_model_can_say_is_copied(sign: str) -> None:
    text, asked = echoed(f"Lihat {sign}, kata dia.")
    assert sign in text.split() or f"{sign}," in text.split()
    assert asked == ["Lihat, kata dia."]


def test_the_bundled_model_gets_no_signs_that_it_garbles(compact: CTranslate2Translator) -> None:
    text = "Presiden Владимир menulis 共同 → di Tokyo ␛[31m • \ufffd pada suhu 30 °C, kata José."
    inner = Listening(compact)
    (found,) = guarded(inner, compact=True).translate([Request(text)], DecodingOptions(beam_size=1))
    assert inner.heard == ["Presiden menulis di Tokyo [31m pada suhu 30 °C, kata José."]
    assert all(sign in found[0].text for sign in ("Владимир", "共同", "→", "␛", "•", "\ufffd", "30 °C", "José"))


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("HARGA BERAS NAIK, KPK PERIKSA BUPATI", "Harga beras naik, KPK periksa bupati"),
        ("TNI BANTU KORBAN BANJIR DI TRENGGALEK", "TNI bantu korban banjir di Trenggalek"),
        ("KPK GELAR OTT DI KANTOR BUPATI, BI DAN BEI TUTUP", "KPK gelar OTT di kantor bupati, BI dan BEI tutup"),
        ("GEMPA M5,6 DI LAUT, BMKG: TAK ADA TSUNAMI", "Gempa M5,6 di laut, BMKG: tak ada tsunami"),
    ],
)
def test_capitals_become_a_sentence_and_acronyms_stay(text: str, got: str) -> None:
    assert in_capitals(text)
    assert sentence_case(text) == got
    assert echoed(text) == (got, [got])


@pytest.mark.parametrize(
    "text", ["KPK dan BNPB", "BMKG DPR KPK", "Harga Beras Naik", "OK", "NATO", "BREAKING: harga naik"]
)
def test_what_is_not_written_in_capitals_stays(text: str) -> None:
    assert not in_capitals(text)
    assert echoed(text)[0] == text


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("Bulan Depan Rusia, AS dan NATO Duduk Satu Meja", "Bulan depan Rusia, AS dan NATO duduk satu meja"),
        ("Ratusan Warga Berjalan 10 km di Rumah Sakit", "Ratusan warga berjalan 10 km di rumah sakit"),
        ("Kremlin Buka Dialog dengan Barat", "Kremlin buka dialog dengan Barat"),
        ("Kapal Berlayar ke Arah Barat Laut", "Kapal berlayar ke arah barat laut"),
        ("Menlu Bahas Laut Natuna di Jawa Timur", "Menlu bahas Laut Natuna di Jawa Timur"),
        ("Banjir Rendam Ratusan Rumah di Laut Selatan", "Banjir rendam ratusan rumah di laut selatan"),
        ("“Risiko Nyata” Perang, Warga Ukraina Dievakuasi", "“Risiko nyata” perang, warga Ukraina dievakuasi"),
    ],
)
def test_a_headline_becomes_a_sentence_and_names_stay(text: str, got: str) -> None:
    assert in_title_case(text)
    assert without_title_case(text) == got
    plain_marks = got.replace("“", '"').replace("”", '"')
    assert echoed(text, title_case=False) == (got, [f"{plain_marks}."])  # sentences end with a stop
    assert echoed(text, title_case=False, prefix="Next Month")[0] == got
    assert echoed(text)[0] == text  # a large model reads headlines as they are


@pytest.mark.parametrize(
    "text",
    ["Presiden Tiba di Bandung", "Presiden Joko Widodo tiba di Kota Bandung", "Hari ini Presiden tiba di Pulau Jawa"],
)
def test_what_is_no_headline_stays(text: str) -> None:
    assert not in_title_case(text)
    assert echoed(text, title_case=False) == (text, [text])


def test_a_translation_keeps_its_capitals_when_it_is_scored() -> None:
    inner = Scripted({}, {})
    pair = ("HARGA BERAS NAIK TAJAM", "RICE PRICES RISE SHARPLY")
    GuardedTranslator(inner, count_words).score([pair], DecodingOptions())
    assert inner.scored == [("Harga beras naik tajam", "RICE PRICES RISE SHARPLY")]
    pair = ("Harga Beras Naik Tajam", "Rice Prices Rise Sharply")
    GuardedTranslator(inner, count_words, title_case=False).score([pair], DecodingOptions())
    assert inner.scored[1:] == [("Harga beras naik tajam.", "Rice Prices Rise Sharply.")]


def test_what_is_still_wrong_is_said() -> None:
    inner = Scripted({"x": "no no no no", "y": ""}, {"x": "no no no no", "y": ""})
    loop, empty = GuardedTranslator(inner, count_words).translate([Request("x"), Request("y")], DecodingOptions())
    assert loop[0].faults == ("loop",)
    assert empty[0].faults == ("empty",)
    (fine,) = GuardedTranslator(inner, count_words).translate([Request("z")], DecodingOptions())
    assert fine[0].faults == ()


def test_an_output_that_ran_into_its_limit_is_tried_again_and_flagged() -> None:
    class Endless(Scripted):
        def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
            self.asked.append([request.text for request in batch])
            return [[Hypothesis("and so on", -1.0, truncated=True)] for _ in batch]

    inner = Endless({}, {})
    (found,) = GuardedTranslator(inner, count_words).translate([Request("a")], DecodingOptions())
    assert found[0].faults == ("cut",)
    assert inner.asked == [["a"], ["a"]]


def test_a_sound_alternative_goes_before_a_looping_best() -> None:
    class Choosy(Scripted):
        def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
            return [[Hypothesis("so so so so", -0.1), Hypothesis("so it is", -0.5)] for _ in batch]

    (found,) = GuardedTranslator(Choosy({}, {}), count_words).translate([Request("a")], DecodingOptions(n_best=2))
    assert [hypothesis.text for hypothesis in found] == ["so it is", "so so so so"]


def test_scores_texts_as_the_model_would_see_them() -> None:
    class Noting(Scripted):
        def score(self, pairs: Sequence[tuple[str, str]], options: DecodingOptions) -> list[float]:
            assert list(pairs) == [('"Ya"', '"Yes"')]
            return [-0.5]

    guarded = GuardedTranslator(Noting({}, {}), count_words)
    assert guarded.score([("“Ya” 😀", "“Yes” 😀")], DecodingOptions()) == [-0.5]


def test_fuzzed_sentences_come_through(compact: CTranslate2Translator) -> None:
    """A quick slice of `tests/bench/fuzz_guard.py`."""
    assert fuzz(compact, count=60, seed=3) == []
