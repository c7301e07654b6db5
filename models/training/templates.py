"""Short news-like sentences made by program: money, dates, clock times, counts, ranges, scores, names.

Both sides are filled from one draw of values. The evaluation's own sentences (`models/evaluation/numbers.py`) share no
frame with these; a test holds that.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from models.training.examples import Example
from models.training.gazetteer import BODIES, CITIES, COUNTRIES, GROUPS, OFFICES
from models.training.names import invented_name

Two = tuple[str, str]

DAYS = (
    ("Senin", "Monday"), ("Selasa", "Tuesday"), ("Rabu", "Wednesday"), ("Kamis", "Thursday"),
    ("Jumat", "Friday"), ("Sabtu", "Saturday"), ("Minggu", "Sunday"),
)  # fmt: skip
MONTHS = (
    ("Januari", "January"), ("Februari", "February"), ("Maret", "March"), ("April", "April"), ("Mei", "May"),
    ("Juni", "June"), ("Juli", "July"), ("Agustus", "August"), ("September", "September"), ("Oktober", "October"),
    ("November", "November"), ("Desember", "December"),
)  # fmt: skip
SCALES = (("ribu", "thousand"), ("juta", "million"), ("miliar", "billion"), ("triliun", "trillion"))
UNITS = (
    ("kilometer", "kilometers"), ("meter", "meters"), ("hektare", "hectares"), ("ton", "tons"),
    ("kilogram", "kilograms"), ("liter", "liters"), ("derajat Celsius", "degrees Celsius"), ("megawatt", "megawatts"),
)  # fmt: skip
THINGS = (
    ("orang", "people"), ("warga", "residents"), ("rumah", "houses"), ("petugas", "officers"), ("korban", "victims"),
    ("penumpang", "passengers"), ("kendaraan", "vehicles"), ("desa", "villages"), ("siswa", "students"),
    ("tentara", "soldiers"), ("pasien", "patients"), ("kasus", "cases"), ("pekerja", "workers"), ("unit", "units"),
)  # fmt: skip
PLACES = (
    "Jakarta", "Surabaya", "Bandung", "Medan", "Semarang", "Makassar", "Palembang", "Denpasar", "Padang", "Manado",
    "Pontianak", "Ambon", "Kupang", "Jayapura", "Bogor", "Bekasi", "Depok", "Tangerang", "Malang", "Solo", "Yogyakarta",
)  # fmt: skip
_ONES = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"]
_ENGLISH_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_ENGLISH_ONES = _ENGLISH_TO_NINETEEN.split()
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]


def number_words(value: int) -> Two:
    """A number from 2 to 999 in words."""
    return _indonesian_words(value), _english_words(value)


def _indonesian_words(value: int) -> str:
    if value < 12:
        return _ONES[value]
    if value < 20:
        return f"{_ONES[value - 10]} belas"
    if value < 100:
        tens, ones = divmod(value, 10)
        return f"{_ONES[tens]} puluh" + (f" {_ONES[ones]}" if ones else "")
    hundreds, rest = divmod(value, 100)
    head = "seratus" if hundreds == 1 else f"{_ONES[hundreds]} ratus"
    return head + (f" {_indonesian_words(rest)}" if rest else "")


def _english_words(value: int) -> str:
    if value < 20:
        return _ENGLISH_ONES[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return _TENS[tens] + (f"-{_ENGLISH_ONES[ones]}" if ones else "")
    hundreds, rest = divmod(value, 100)
    return f"{_ENGLISH_ONES[hundreds]} hundred" + (f" and {_english_words(rest)}" if rest else "")


def ordinal(value: int) -> str:
    """`1st`, `22nd`, `13th`."""
    if 10 <= value % 100 <= 20:
        return f"{value}th"
    return f"{value}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th') }"


def figure(text: str) -> Two:
    """An English figure, and the same as Indonesian writes it."""
    return text.translate(str.maketrans(",.", ".,")), text


class Slots:
    """Draws values; every method gives the Indonesian and the English form."""

    def __init__(self, rng: random.Random, names: Sequence[str]) -> None:
        self._rng, self._names = rng, names

    def _size(self) -> int:
        digits = self._rng.choice((1, 2, 2, 3, 3, 4, 4, 5, 6, 7))
        return max(2, self._rng.randrange(10 ** (digits - 1), 10**digits))

    def decimal(self) -> Two:
        """`3,5`, sometimes with two decimals."""
        places = self._rng.choice((1, 1, 1, 2))
        return figure(f"{self._rng.uniform(0.1, self._rng.choice((10, 100, 999))):.{places}f}")

    def integer(self) -> Two:
        """`1.250`."""
        return figure(f"{self._size():,}")

    def number(self) -> Two:
        """Either."""
        return self.decimal() if self._rng.random() < 0.4 else self.integer()

    def counted(self) -> Two:
        """`1.250 orang`, `dua puluh lima rumah`, `1,2 juta pekerja`."""
        thing = self._rng.choice(THINGS)
        form = self._rng.random()
        if form < 0.25:
            words = number_words(self._rng.choice((self._rng.randrange(2, 12), self._rng.randrange(2, 100), 100, 250)))
            return f"{words[0]} {thing[0]}", f"{words[1]} {thing[1]}"
        if form < 0.4:
            value, scale = self.decimal(), self._rng.choice(SCALES[:3])
            return f"{value[0]} {scale[0]} {thing[0]}", f"{value[1]} {scale[1]} {thing[1]}"
        value = self.integer()
        return f"{value[0]} {thing[0]}", f"{value[1]} {thing[1]}"

    def thing(self) -> Two:
        """`warga` and `residents`."""
        return self._rng.choice(THINGS)

    def spelled(self) -> Two:
        """`dua puluh lima` and `twenty-five`."""
        rng = self._rng
        return number_words(rng.choice((rng.randrange(2, 20), rng.randrange(20, 100), rng.randrange(20, 1000))))

    def round_words(self) -> Two:
        """`lima belas ribu` and `fifteen thousand`."""
        rng = self._rng
        words, scale = number_words(rng.choice((rng.randrange(2, 20), rng.randrange(20, 400)))), rng.choice(SCALES)
        return f"{words[0]} {scale[0]}", f"{words[1]} {scale[1]}"

    def percent(self) -> Two:
        """`12,5 persen` or `12,5%`."""
        value = self.decimal() if self._rng.random() < 0.7 else self.integer()
        sign = self._rng.choice(((" persen", " percent"), ("%", "%")))
        return value[0] + sign[0], value[1] + sign[1]

    def money(self) -> Two:
        """`Rp 1,5 triliun`, `Rp250.000`, `US$ 3 juta`, `2 juta dolar AS`."""
        rng = self._rng
        form = rng.random()
        gap = rng.choice(("", " "))
        if form < 0.3:
            value = figure(f"{rng.randrange(2, 2000) * 10 ** rng.randrange(2, 7):,}")
            return f"Rp{gap}{value[0]}", f"Rp {value[1]}"
        value = self.decimal() if rng.random() < 0.5 else figure(str(rng.randrange(2, 900)))
        scale = rng.choice(SCALES[1:])
        if form < 0.6:
            return f"Rp{gap}{value[0]} {scale[0]}", f"Rp {value[1]} {scale[1]}"
        if form < 0.78:
            sign = rng.choice(("US$", "$", "€"))
            return f"{sign}{gap}{value[0]} {scale[0]}", f"{sign}{value[1]} {scale[1]}"
        coin = rng.choice((("rupiah", "rupiah"), ("dolar AS", "US dollars"), ("euro", "euros"), ("yen", "yen")))
        return f"{value[0]} {scale[0]} {coin[0]}", f"{value[1]} {scale[1]} {coin[1]}"

    def day(self) -> Two:
        """`Kamis (13/1)`, `Rabu (22/12/2021)`, `Jumat malam`."""
        day = self._rng.choice(DAYS)
        part = self._rng.choice((("", ""),) * 5 + (("pagi", "morning"), ("malam", "night"), ("sore", "afternoon")))
        numbers = f"{self._rng.randrange(1, 32)}/{self._rng.randrange(1, 13)}"
        if self._rng.random() < 0.5:
            numbers += f"/{self._rng.randrange(2000, 2027)}"
        head = " ".join(filter(None, (day[0], part[0]))), " ".join(filter(None, (day[1], part[1])))
        return (f"{head[0]} ({numbers})", f"{head[1]} ({numbers})") if self._rng.random() < 0.8 else head

    def date(self) -> Two:
        """`13 Januari 2022`."""
        day, month = self._rng.randrange(1, 32), self._rng.choice(MONTHS)
        year = f" {self._rng.randrange(1945, 2027)}" if self._rng.random() < 0.7 else ""
        return f"{day} {month[0]}{year}", f"{day} {month[1]}{year}"

    def clock(self) -> Two:
        """`pukul 19.30 WIB` and `at 19:30 WIB`."""
        here, there = self.hour()
        return here, f"at {there}"

    def hour(self) -> Two:
        """`pukul 19.30 WIB` and `19:30 WIB`."""
        hour, minute = self._rng.randrange(24), self._rng.randrange(0, 60, self._rng.choice((1, 5, 15)))
        zone = self._rng.choice((" WIB", " WIB", " WITA", " WIT", " waktu setempat", ""))
        english = {" waktu setempat": " local time"}.get(zone, zone)
        return f"pukul {hour:02}.{minute:02}{zone}", f"{hour:02}:{minute:02}{english}"

    def measure(self) -> Two:
        """`3,5 kilometer`."""
        value, unit = self.number(), self._rng.choice(UNITS)
        return f"{value[0]} {unit[0]}", f"{value[1]} {unit[1]}"

    def rank(self) -> Two:
        """`ke-5` and `5th`, `kelima` and `fifth`."""
        value = self._rng.randrange(2, 60)
        if value <= 10 and self._rng.random() < 0.5:
            return f"ke{_ONES[value]}", _ORDINALS[value - 1]
        return f"ke-{value}", ordinal(value)

    def year(self) -> Two:
        """A year."""
        text = str(self._rng.randrange(1900, 2031))
        return text, text

    def span(self) -> Two:
        """`10-15`, `2-1`."""
        low = self._rng.randrange(1, 40)
        text = f"{low}-{low + self._rng.randrange(1, 30)}"
        return text, text

    def small(self) -> Two:
        """A number of one or two digits."""
        text = str(self._rng.randrange(2, 99))
        return text, text

    def place(self) -> Two:
        """A city."""
        text = self._rng.choice(PLACES)
        return text, text

    def city(self) -> Two:
        """A city or region of the world's news."""
        return self._rng.choice(CITIES)

    def country(self) -> Two:
        """A country."""
        return self._rng.choice(COUNTRIES)[:2]

    def body(self) -> Two:
        """An institution, with its English article."""
        return self._rng.choice(BODIES)

    def troops(self) -> Two:
        """`pasukan Rusia` and `Russian forces`."""
        country, group = self._rng.choice(COUNTRIES), self._rng.choice(GROUPS)
        return f"{group[0]} {country[0]}", f"{country[2]} {group[1]}"

    def official(self) -> Two:
        """`Menteri Luar Negeri Rusia Sergey Lavrov`."""
        country, office, name = self._rng.choice(COUNTRIES), self._rng.choice(OFFICES), self.name()
        return f"{office[0]} {country[0]} {name[0]}", f"{country[2]} {office[1]} {name[1]}"

    def name(self) -> Two:
        """One to three names."""
        rng = self._rng
        known = [rng.choice(self._names) if self._names and rng.random() < 0.5 else invented_name(rng) for _ in "123"]
        text = " ".join(known[: rng.choice((1, 2, 2, 3))])
        return text, text

    def acronym(self) -> Two:
        """`BPKT`."""
        text = "".join(self._rng.choice("ABCDGHIJKLMNPRSTUW") for _ in range(self._rng.randrange(2, 6)))
        return text, text


FRAMES: tuple[Two, ...] = (
    ("Nilainya mencapai {money}.", "Its value reached {money}."),
    ("Kerugian ditaksir {money}.", "The loss is estimated at {money}."),
    ("Perusahaan itu meraih laba {money} pada {year}.", "The company made a profit of {money} in {year}."),
    ("Harga naik {percent} menjadi {money}.", "The price rose {percent} to {money}."),
    ("Harga turun dari {money} menjadi {money2}.", "The price fell from {money} to {money2}."),
    ("Pemerintah menyiapkan {money} untuk {counted}.", "The government prepared {money} for {counted}."),
    ("{name} mengatakan hal itu di {place}, {day}.", "{name} said this in {place} on {day}."),
    ('"Kami membutuhkan {money}," kata {name}.', '"We need {money}," said {name}.'),
    ('"Ada {counted}," ujar {name}, {day}.', '"There are {counted}," {name} said on {day}.'),
    ("Menurut {name}, jumlahnya {counted}.", "According to {name}, the number is {counted}."),
    ("Sebanyak {counted} dievakuasi dari {place}.", "As many as {counted} were evacuated from {place}."),
    ("Sedikitnya {counted} terdampak.", "At least {counted} were affected."),
    ("Lebih dari {counted} berada di {place}.", "More than {counted} are in {place}."),
    ("Acara dimulai {clock}, {day}.", "The event starts {clock} on {day}."),
    ("Kecelakaan terjadi sekitar {clock} di {place}.", "The accident happened around {clock} in {place}."),
    ("Rapat berlangsung pada {date}.", "The meeting took place on {date}."),
    ("Sejak {date}, {counted} tiba di {place}.", "Since {date}, {counted} have arrived in {place}."),
    ("{name} lahir di {place} pada {date}.", "{name} was born in {place} on {date}."),
    ("{name} ({small}) tinggal di {place}.", "{name} ({small}) lives in {place}."),
    ("{name} berusia {small} tahun.", "{name} is {small} years old."),
    ("Gempa magnitudo {decimal} mengguncang {place}, {day}.", "A magnitude {decimal} quake shook {place} on {day}."),
    ("Lokasinya berjarak {measure} dari {place}.", "The location is {measure} from {place}."),
    ("Luasnya {measure}.", "It covers {measure}."),
    ("Angka itu naik {percent} dibandingkan tahun {year}.", "The figure rose {percent} compared with {year}."),
    ("Pertumbuhan ekonomi mencapai {percent} pada {year}.", "Economic growth reached {percent} in {year}."),
    ("Dari {counted}, {percent} berasal dari {place}.", "Of {counted}, {percent} come from {place}."),
    ("{name} menang {span} atas {name2}.", "{name} won {span} against {name2}."),
    ("Ini adalah kemenangan {rank} bagi {name}.", "This is the {rank} victory for {name}."),
    ("{place} berada di peringkat {rank}.", "{place} is ranked {rank}."),
    ("Bangunan itu berasal dari abad ke-{small}.", "The building dates from the {small_th} century."),
    ("Ketua {acronym} {name} tiba di {place}.", "{acronym} chairman {name} arrived in {place}."),
    ("Direktur {acronym}, {name}, membantahnya.", "The director of {acronym}, {name}, denied it."),
    ("{name} dan {name2} ditangkap di {place}.", "{name} and {name2} were arrested in {place}."),
    ("Produksi turun dari {measure} menjadi {number}.", "Production fell from {measure} to {number}."),
    ("Suku bunga naik {decimal} poin menjadi {percent}.", "The interest rate rose {decimal} points to {percent}."),
    ("IHSG ditutup pada level {number}.", "The composite index closed at {number}."),
    ("Dibutuhkan waktu {span} hari.", "It takes {span} days."),
    ("Demikian dilansir {acronym}, {day}.", "This was reported by {acronym} on {day}."),
    ("seperti dikutip dari {acronym}, {day}.", "as quoted from {acronym}, {day}."),
    ("{place}, {day}", "{place}, {day}"),
    ("{money}", "{money}"),
    ("{counted} dan {counted2}", "{counted} and {counted2}"),
    ("{official} tiba di {city}, {day}.", "{official} arrived in {city} on {day}."),
    ("{official} dan {official2} bertemu di {city}.", "{official} and {official2} met in {city}."),
    ("{official} menolak tuntutan {country}.", "{official} rejected the demands of {country}."),
    ('"Kami tidak takut," kata {official}.', '"We are not afraid," said {official}.'),
    ("{country} dan {country2} akan berunding di {city}.", "{country} and {country2} will hold talks in {city}."),
    ("Hubungan {country} dengan {country2} memburuk.", "Relations between {country} and {country2} have worsened."),
    ("{country} mengirim {money} ke {country2}.", "{country} sent {money} to {country2}."),
    ("{country}, {country2} dan {body}", "{country}, {country2} and {body}"),
    ("{troops} memasuki {city}.", "{troops} entered {city}."),
    ("{troops} berada di dekat perbatasan {country}.", "{troops} are near the border of {country}."),
    ("Ribuan {troops} dan {troops2} terlibat.", "Thousands of {troops} and {troops2} were involved."),
    ("{body} menyerukan gencatan senjata di {country}.", "{body} called for a ceasefire in {country}."),
    ("Menurut {body}, {counted} tewas di {city}.", "According to {body}, {counted} were killed in {city}."),
    ("{body} mengutuk serangan di {city}, {day}.", "{body} condemned the attack in {city} on {day}."),
    ("{city} - {troops} membantah laporan itu.", "{city} - {troops} denied the report."),
    ("{country} menuduh {country2} menyerang {city}.", "{country} accused {country2} of attacking {city}."),
    ("Perang di {country} memasuki hari {rank}.", "The war in {country} entered its {rank} day."),
    ("Layanan tersedia dari {hour} hingga {hour2}.", "The service is available from {hour} to {hour2}."),
    ("{name} datang ke {place} {clock}.", "{name} came to {place} {clock}."),
    ("Sekitar {hour}, {counted} berkumpul di {place}.", "At around {hour}, {counted} gathered in {place}."),
    ("Pada {day} {clock}, {name} pergi ke {city}.", "On {day} {clock}, {name} left for {city}."),
    ("Pengumuman itu disampaikan {day} {clock}.", "The announcement was made on {day} {clock}."),
    ("Hingga {hour}, api belum padam.", "As of {hour}, the fire had not been put out."),
    ("{clock}", "{clock}"),
    ("{day}, {clock}", "{day}, {clock}"),
    ("{spelled}", "{spelled}"),
    ("Terdapat {spelled} kapal di pelabuhan.", "There are {spelled} ships in the port."),
    ("{spelled} wartawan hilang di {city}.", "{spelled} journalists are missing in {city}."),
    ("Dalam {spelled} tahun terakhir, {country} berubah.", "In the last {spelled} years, {country} has changed."),
    ("{spelled} hari kemudian, {name} dibebaskan.", "{spelled} days later, {name} was released."),
    ("{round_words}", "{round_words}"),
    ("Jumlah penduduknya {round_words} jiwa.", "It has {round_words} inhabitants."),
    ("Hampir {round_words} keluarga mengungsi.", "Almost {round_words} families fled."),
    ("{spelled} {thing} tiba di {city}.", "{spelled} {thing} arrived in {city}."),
    ("{name} dan {spelled} {thing} selamat.", "{name} and {spelled} {thing} survived."),
    ("{spelled} dari {spelled2} {thing} lolos.", "{spelled} of {spelled2} {thing} got away."),
    ("Ada {spelled} {thing} dan {spelled2} {thing2}.", "There are {spelled} {thing} and {spelled2} {thing2}."),
    ("{troops} menawan {spelled} {thing}, {day}.", "{troops} captured {spelled} {thing} on {day}."),
    ("Juru bicara {body} {name} menyebut {spelled} {thing}.", "{body} spokesman {name} named {spelled} {thing}."),
    ("Hadir pula {name}, {name2} dan {name3}.", "{name}, {name2} and {name3} were also present."),
    ("{name} digantikan oleh {name2}.", "{name} was replaced by {name2}."),
    ("Istri {name}, {name2}, menolak berkomentar.", "{name}'s wife, {name2}, declined to comment."),
    ("Pengacara {name}, {name2}, membenarkan hal itu.", "{name}'s lawyer, {name2}, confirmed this."),
    ('"Itu tidak benar," kata {name} kepada {acronym}.', '"That is not true," {name} told {acronym}.'),
    ("{official} bertemu {name} di {place}.", "{official} met {name} in {place}."),
    ("{official} temui {official2} di {city}", "{official} meets {official2} in {city}"),
    ("{country} tolak usulan {country2}", "{country} rejects proposal by {country2}"),
    ("{spelled} {thing} tewas di {city}", "{spelled} {thing} killed in {city}"),
    ("{country} dan {country2} sepakat gencatan senjata", "{country} and {country2} agree on ceasefire"),
    ("{name} terpilih jadi presiden {country}", "{name} elected president of {country}"),
    ("{money} dan {money2}", "{money} and {money2}"),
    ("Sebesar {money} berasal dari {country}.", "{money} comes from {country}."),
    ("Mereka kehilangan {money} sejak {date}.", "They have lost {money} since {date}."),
    ("Pada {date}, {name} menerima {money}.", "On {date}, {name} received {money}."),
    ("Kontrak berlaku sampai {date}.", "The contract is valid until {date}."),
    ("Stasiun itu dibangun pada {year}.", "The station was built in {year}."),
    ("Pemilu berlangsung {day}.", "The election took place on {day}."),
    ("Kunjungan {official} ke {city} ditunda.", "The visit of {official} to {city} was postponed."),
)  # fmt: skip


def _fill(frame: Two, slots: Slots) -> Two:
    wanted = [part.split("}")[0] for part in frame[0].split("{")[1:]]
    here, there = {}, {}
    for slot in wanted:
        here[slot], there[slot] = getattr(slots, slot.rstrip("23"))()
        if slot == "small":
            there["small_th"] = ordinal(int(here[slot]))
    return frame[0].format(**here), frame[1].format(**there)


def write_templates(count: int, names: Sequence[str], rng: random.Random) -> Iterator[Example]:
    """`count` examples of the kind templates; now and then two frames stand together."""
    slots = Slots(rng, names)
    for _ in range(count):
        source, target = _fill(rng.choice(FRAMES), slots)
        if source.endswith(".") and rng.random() < 0.15:
            more = _fill(rng.choice(FRAMES[:10]), slots)
            source, target = f"{source} {more[0]}", f"{target} {more[1]}"
        yield Example("templates", source[:1].upper() + source[1:], target[:1].upper() + target[1:])
