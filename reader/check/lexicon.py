"""The words that carry numbers, months and weekdays in Indonesian and English. Data only."""

from dataclasses import dataclass
from fractions import Fraction

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Lexicon:
    """What the number reader must know of one language. All keys are lower case."""

    decimal: str
    """The decimal mark; the other one of `.` and `,` parts the thousands."""
    values: dict[str, int]
    """Words that stand for a whole number and can begin or continue one: `tiga`, `twenty`, `third`."""
    final: frozenset[str]
    """Values that end a number: ordinals."""
    soft: frozenset[str]
    """Values that often mean no number at all (`pertama`, `second`): they may answer a number, never demand one."""
    scales: dict[str, int]
    """Words that multiply what stands before them."""
    short_scales: dict[str, int]
    """The same, but also a unit or a letter (`m`, `T`): both readings are kept."""
    hints: dict[str, tuple[Fraction | int | str, ...]]
    """Words that say a number in another way: `both`, `half`, `dekade`. `/3` marks a third that stands alone."""
    rough: dict[str, int]
    """Words for an uncertain number, with its power of ten: `ratusan`, `thousands`."""
    percent: frozenset[str]
    fractions: dict[str, int]
    """Words that follow a count and divide it: `pertiga`, `thirds`."""
    ranges: frozenset[str]
    """Words between the two ends of a range or the members of a list."""
    months: dict[str, int]
    weekdays: dict[str, int]
    clock_before: frozenset[str]
    clock_after: frozenset[str]
    shy: frozenset[str]
    """Months and weekdays that are also other words: they answer, but demand only beside a number."""
    suffix: str
    """An ending that hides a number word or a month: `kelimanya`, `October's`."""
    not_counts: frozenset[str] = frozenset()
    """Words after which a number word counts nothing: `kaki lima`, `segi enam`."""
    gathering: frozenset[str] = frozenset()
    """Ordinals that also mean all of so many: `putaran kedua` is the second round, `kedua orang tua` both parents."""
    gathers_after: frozenset[str] = frozenset()
    """Words after which they mean that: no noun that could be counted through."""


def words(text: str) -> frozenset[str]:
    """The words of `text`, for tables that would be long lists of strings."""
    return frozenset(text.split())


def _numbered(names: str, start: int = 1) -> dict[str, int]:
    return {word: number for number, same in enumerate(names.split(), start) for word in same.split("|")}


_ID_UNITS = _numbered("satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas")
_ID_JOINED = {
    word + ending: value * factor + plus
    for word, value in _ID_UNITS.items()
    if 1 < value < 10
    for ending, factor, plus in (("belas", 1, 10), ("puluh", 10, 0), ("ratus", 100, 0))
}
_ID_ORDINALS = {"ke" + word: value for word, value in (_ID_UNITS | _ID_JOINED).items()}
_ID_DIVIDED = {"per" + word: value for word, value in _ID_UNITS.items() if value > 1} | {"perempat": 4}

INDONESIAN = Lexicon(
    decimal=",",
    values={
        **_ID_UNITS,
        **_ID_JOINED,
        **_ID_ORDINALS,
        "pertama": 1,
        "nol": 0,
        "seratus": 100,
        "seribu": 1_000,
        "sejuta": 10**6,
        "semiliar": 10**9,
        "semilyar": 10**9,
        "setriliun": 10**12,
    },
    final=frozenset({"pertama"}),
    soft=frozenset({"pertama", "nol", *_ID_ORDINALS}),
    scales={
        "ribu": 10**3,
        "juta": 10**6,
        "miliar": 10**9,
        "milyar": 10**9,
        "miliard": 10**9,
        "triliun": 10**12,
        "trilyun": 10**12,
        "trilliun": 10**12,
        "milyard": 10**9,
        "ribuan": 10**3,
        "jutaan": 10**6,
        "miliaran": 10**9,
        "lusin": 12,
    },
    short_scales={"rb": 10**3, "jt": 10**6, "m": 10**9, "t": 10**12, "k": 10**3},
    hints={
        "setengah": (HALF, 50, "/2"),
        "separuh": (HALF, 50, "/2"),
        "separo": (HALF, 50, "/2"),
        "paruh": (HALF, 50),
        "setengahnya": (HALF, 50, "/2"),
        "separuhnya": (HALF, 50, "/2"),
        "keduanya": (2,),
        "berdua": (2,),
        "sepasang": (2,),
        "pasangan": (2,),
        "pasang": (2,),
        "ganda": (2,),
        "kembar": (2,),
        "dobel": (2,),
        "dwi": (2,),
        "catur": (4,),
        "caturwulan": (4,),
        "panca": (5,),
        "ketiganya": (3,),
        "bertiga": (3,),
        "tripel": (3,),
        "trio": (3,),
        "rangkap": (2, 3),
        "keempatnya": (4,),
        "berempat": (4,),
        "kelimanya": (5,),
        "belasan": tuple(range(10, 20)),
        "selusin": (12,),
        "lusin": (12,),
        "lusinan": (12,),
        "dekade": (10,),
        "dasawarsa": (10,),
        "sedekade": (10,),
        "windu": (8,),
        "sewindu": (8,),
        "seabad": (100,),
        "abad": (100,),
        "kuartal": (Fraction(1, 4), 4),
        "triwulan": (Fraction(1, 4), 3),
        "kuarter": (Fraction(1, 4), 4),
        "semester": (6,),
        "kosong": (0,),
        "tunggal": (1,),
        "tanpa": (0,),
        "remis": (HALF,),
        **{
            f"seper{word}": (Fraction(1, value), Fraction(100, value), f"/{value}")
            for word, value in _ID_UNITS.items()
            if value > 1
        },
    },
    rough={
        "belasan": 1,
        "puluhan": 1,
        "ratusan": 2,
        "ribuan": 3,
        "jutaan": 6,
        "miliaran": 9,
        "milyaran": 9,
        "triliunan": 12,
    },
    percent=frozenset({"persen", "prosen", "pct", "persennya"}),
    fractions=_ID_DIVIDED,
    ranges=frozenset({"sampai", "hingga", "atau", "dan", "ke", "menjadi", "dari", "dengan"}),
    months={
        **_numbered(
            "januari|january|jan februari|february|pebruari|feb maret|march|mar april|apr mei juni|june|jun "
            "juli|july|jul agustus|august|agu|agt|aug september|sep|sept oktober|october|okt|oct november|nopember|nov "
            "desember|december|des|dec"
        )
    },
    weekdays=_numbered("senin selasa rabu kamis jumat|jum'at sabtu minggu|ahad"),
    clock_before=frozenset({"pukul", "jam", "pk", "pkl"}),
    clock_after=frozenset({"wib", "wita", "wit", "gmt", "utc", "pagi", "siang", "sore", "malam", "petang", "dini"}),
    shy=words("minggu mei jan feb mar apr jun jul agu agt aug sep sept okt oct nov des dec march may august"),
    suffix="nya",
    not_counts=frozenset({"kaki", "segi", "pangkat", "simpang", "roda"}),
    gathering=frozenset(_ID_ORDINALS),
    gathers_after=words(
        "ada adalah agar akan akhirnya antar antara apabila apakah atas atau awalnya bagaimana bagi bahkan bahwa "
        "baik belum bersama beserta bila bisa bukan bungsu dalam dan dapat dari demi demikian dengan di diantara "
        "dimana gabungan hanya harus hingga hubungan ia ini itu itulah jadi jarak jika jikalau juga jumlah "
        "kalau karena kata ke kecuali kemudian kepada ketika kini kombinasi lain lainnya lalu maka mana maupun "
        "melainkan melalui memang mengapa mengenai menjadi menurut mereka meski meskipun mulai namun oleh pada "
        "padahal para perbedaan pun punya saat saja sambil sampai seandainya sebab sebagai sebelum sedangkan "
        "sehingga sejak sekarang selain selama seluruh sementara semua seperti serta sesudah setelah suka sulung "
        "supaya tanpa tapi tentang terdapat terhadap tersebut tetapi tidak ujar untuk usai walau walaupun"
    ),
)

_EN_UNITS = _numbered(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_EN_TENS = {
    word: number * 10
    for word, number in _numbered("twenty thirty forty|fourty fifty sixty seventy eighty ninety", 2).items()
}
_EN_ORDINALS = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth"
) | {word[:-1] + "ieth": value for word, value in _EN_TENS.items()}
_EN_DIVIDED = {
    "half": 2,
    "halves": 2,
    "quarter": 4,
    "quarters": 4,
    **{form: value for word, value in _EN_ORDINALS.items() if 3 <= value <= 20 for form in (word, word + "s")},
}

ENGLISH = Lexicon(
    decimal=".",
    values={**_EN_UNITS, **_EN_TENS, **_EN_ORDINALS, "zero": 0, "nil": 0},
    final=frozenset({*_EN_ORDINALS}),
    soft=frozenset({"first", "second", "zero", "nil"}),
    scales={
        "thousand": 10**3,
        "million": 10**6,
        "billion": 10**9,
        "trillion": 10**12,
        "thousands": 10**3,
        "millions": 10**6,
        "billions": 10**9,
        "trillions": 10**12,
        "mn": 10**6,
        "mln": 10**6,
        "bn": 10**9,
        "bln": 10**9,
        "tn": 10**12,
        "trn": 10**12,
        "dozen": 12,
    },
    short_scales={"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12},
    hints={
        "half": (HALF, 50, "/2"),
        "halves": (HALF, 50),
        "halved": (HALF, 50),
        "halfway": (HALF, 50),
        "semi": (HALF,),
        "mid": (HALF,),
        "both": (2,),
        "couple": (2,),
        "pair": (2,),
        "pairs": (2,),
        "twin": (2,),
        "twins": (2,),
        "double": (2,),
        "doubled": (2,),
        "doubling": (2,),
        "doubles": (2,),
        "dual": (2,),
        "duo": (2,),
        "twice": (2,),
        "either": (2,),
        "neither": (2,),
        "latter": (2,),
        "twofold": (2,),
        "secondly": (2,),
        "bilateral": (2,),
        "bilingual": (2,),
        "trilateral": (3,),
        "twos": (2,),
        "threes": (3,),
        "fours": (4,),
        "fives": (5,),
        "sixes": (6,),
        "tens": (10,),
        "fortnight": (2, 14),
        "triple": (3,),
        "tripled": (3,),
        "thrice": (3,),
        "trio": (3,),
        "threefold": (3,),
        "triplets": (3,),
        "thirdly": (3,),
        "quarter": (Fraction(1, 4), 25, 4, 15, "/4"),
        "quarters": (Fraction(1, 4), 25, 4),
        "quarterly": (Fraction(1, 4), 3),
        "quadruple": (4,),
        "quadrupled": (4,),
        "fourfold": (4,),
        "quartet": (4,),
        "foursome": (4,),
        "quintet": (5,),
        "fivefold": (5,),
        "tenfold": (10,),
        "decade": (10,),
        "decades": (10,),
        "dozen": (12,),
        "dozens": (12,),
        "century": (100,),
        "centuries": (100,),
        "hundredfold": (100,),
        "hundred": (100,),
        "thousand": (1000,),
        "million": (10**6,),
        "billion": (10**9,),
        "trillion": (10**12,),
        "a": (1,),
        "an": (1,),
        "single": (1,),
        "once": (1,),
        "each": (1,),
        "every": (1,),
        "per": (1,),
        "no": (0,),
        "none": (0,),
        "without": (0,),
        "goalless": (0,),
        "scoreless": (0,),
        "noon": (12,),
        "midday": (12,),
        "midnight": (12, 24, 0),
        "teens": (13, 19),
        "twenties": (20, 1920),
        "thirties": (30, 1930),
        "forties": (40, 1940),
        "fifties": (50, 1950),
        "sixties": (60, 1960),
        "seventies": (70, 1970),
        "eighties": (80, 1980),
        "nineties": (90, 1990),
    },
    rough={
        "tens": 1,
        "dozens": 1,
        "scores": 1,
        "hundreds": 2,
        "thousands": 3,
        "millions": 6,
        "billions": 9,
        "trillions": 12,
    },
    percent=frozenset({"percent", "pct", "pc", "percentage"}),
    fractions=_EN_DIVIDED,
    ranges=frozenset({"to", "or", "and", "through", "until", "till", "from", "with"}),
    months={
        **_numbered(
            "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept "
            "october|oct november|nov december|dec"
        )
    },
    weekdays=_numbered("monday tuesday wednesday thursday friday saturday sunday")
    | _numbered("mondays tuesdays wednesdays thursdays fridays saturdays sundays"),
    clock_before=frozenset({"at"}),
    clock_after=frozenset({"am", "pm", "a.m", "p.m", "o'clock", "hours", "wib", "wita", "wit", "gmt", "utc"}),
    shy=words("may march august jan feb mar apr jun jul aug sep sept oct nov dec"),
    suffix="'s",
)
