"""Twice 500 sentences made by program, with numbers, dates, times or money, and the values that must come out.

The frames share nothing with those of the training's augmentation (`models/training/templates.py`): a test compares
them. Even so `FRAMES` is a development set: while version 0.2 was in training, the sentences that lost a value were
looked at, and the augmentation got more clock times, spelled-out numbers and sums. `HELD_OUT` was written after that
training had ended and before any output for it was seen. Once it guides the training it is held out no more.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.evaluation.quality import Kept, total, translate
from models.evaluation.values import indonesian_values, kept_values
from models.types import Translator

COUNT, SEED = 500, 20211223

FRAMES = (
    "Anggaran sebesar {money} itu sudah disetujui DPR pada {date}.",
    "Bantuan senilai {money} disalurkan kepada {people} di wilayah itu.",
    "Kepala dinas menyebut biaya perbaikan jembatan sekitar {money}.",
    "Utang perusahaan tercatat {money}, turun dari {money} setahun sebelumnya.",
    "Tiket dijual mulai {rupiah} hingga {rupiah}.",
    "Pelaku membawa kabur uang {rupiah} dan dua telepon genggam.",
    "Gaji para guru dinaikkan sebesar {percent} mulai {monthyear}.",
    "Ekspor minyak sawit tumbuh {percent} pada kuartal pertama {year}.",
    "Tingkat pengangguran tercatat {percent}, sedangkan inflasi {percent}.",
    "Hanya {percent} responden yang setuju dengan rencana itu.",
    "Polisi menahan {people} setelah kerusuhan pada {daydate}.",
    "Jumlah pengungsi bertambah menjadi {figure} jiwa pada {daydate}.",
    "Korban tewas akibat banjir mencapai {figure} orang.",
    "Lembaga itu mencatat {figure} kejadian sepanjang {year}.",
    "Kapal dengan {people} tenggelam {daydate} dini hari.",
    "Kereta berangkat {time} dan tiba {time}.",
    "Sidang akan dilanjutkan {daydate} {time}.",
    "Gerbang stadion dibuka {time}, dua jam sebelum pertandingan.",
    "Gunung itu meletus pada {date} dan menewaskan {figure} orang.",
    "Perjanjian tersebut ditandatangani pada {date} di Jenewa.",
    "Festival digelar selama {small} hari, mulai {date}.",
    "Pabrik baru itu mampu menghasilkan {figure} unit per bulan.",
    "Jalan tol sepanjang {decimal} kilometer akan selesai pada {year}.",
    "Suhu di kota itu turun hingga {decimal} derajat.",
    "Menara setinggi {figure} meter dibangun sejak {year}.",
    "Kurs rupiah ditutup di level {grouped} per dolar AS.",
    "Penduduk kota itu sekitar {scaled} jiwa.",
    "Lebih dari {scaled} dosis vaksin telah diberikan hingga {daydate}.",
    "Pendapatan negara tercatat {money} hingga akhir {monthyear}.",
    "Rumah itu dibeli seharga {rupiah} pada {year}.",
    "Petani menjual beras seharga {rupiah} per kilogram.",
    "Tim tamu kalah {score} pada pertandingan {daydate}.",
    "Ia mencetak {small} gol dalam {small} pertandingan musim ini.",
    "Pemain berumur {small} tahun itu dikontrak sampai {year}.",
    "Sebuah bom meledak {daydate} {time} dan melukai {people}.",
    "Rapat kabinet {daydate} membahas {small} rancangan undang-undang.",
    "Sekitar {words} tentara dikirim ke perbatasan.",
    "Ada {words} sekolah yang rusak akibat gempa itu.",
    "Selama {words} tahun ia bekerja sebagai wartawan.",
    "Investor asing membeli saham senilai {money} dalam sepekan.",
)
"""Looked at while version 0.2 was in training."""

HELD_OUT = (
    "Kejaksaan menyita aset {money} milik tersangka, {daydate}.",
    "Subsidi pupuk dipangkas {percent} menjadi {money}.",
    "Warga diminta mengungsi sebelum {time} karena air terus naik.",
    "Bandara ditutup dari {time} sampai {time} akibat abu vulkanik.",
    "Menurut survei yang dirilis {daydate}, {percent} pemilih belum menentukan pilihan.",
    "Perolehan suaranya {decimal} persen, unggul tipis dari lawannya yang meraih {decimal} persen.",
    "Nelayan itu terapung {words} hari di laut sebelum diselamatkan.",
    "Dari {figure} kursi yang diperebutkan, partai itu memperoleh {small}.",
    "Rumah sakit merawat {people}, {small} di antaranya kritis.",
    "Undang-undang itu berlaku sejak {date} dan direvisi pada {year}.",
    "Biaya haji tahun {year} ditetapkan {rupiah} per jemaah.",
    "Denda yang dijatuhkan hakim sebesar {money} subsider {small} bulan kurungan.",
    "Cadangan devisa menyusut menjadi {money} pada {monthyear}.",
    "Volume perdagangan di bursa hari itu {scaled} lembar saham.",
    "Ombak setinggi {decimal} meter menghantam dermaga {daydate} {time}.",
    "Satelit seberat {grouped} kilogram diluncurkan pada {date}.",
    "Penerbangan ditunda {small} jam, dan {people} terlantar.",
    "Mahasiswa berusia {small} tahun itu menang undian {rupiah}.",
    "Pasukan perdamaian berkekuatan {words} personel tiba {daydate}.",
    "Wabah itu menjangkiti {figure} ekor sapi di {small} kabupaten.",
    "Laga final berakhir {score} setelah perpanjangan waktu.",
    "Kemarau terpanjang sejak {year} membuat panen merosot {percent}.",
    "Setiap keluarga menerima {rupiah} dan {small} kilogram beras.",
    "Nilai tukar melemah {decimal} persen ke posisi {grouped}.",
    "Proyek senilai {money} itu molor {words} tahun.",
)
"""Written after version 0.2 was trained, before any output was seen."""

_MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
_DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
_PEOPLE = ["orang", "penumpang", "saksi", "pemuda", "buruh", "nelayan", "mahasiswa"]
_ONES = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"]


@dataclass(frozen=True)
class Case:
    """A sentence, and its values as `values.indonesian_values` names them."""

    source: str
    values: Counter[str]


def _grouped(value: int) -> str:
    return f"{value:,}".replace(",", ".")


class _Draw:
    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def small(self) -> str:
        return str(self._rng.randrange(2, 40))

    def grouped(self) -> str:
        return _grouped(self._rng.randrange(1_000, 999_999))

    def figure(self) -> str:
        return self._rng.choice((self.small, self.grouped, lambda: str(self._rng.randrange(40, 1000))))()

    def decimal(self) -> str:
        return f"{self._rng.randrange(1, 300)},{self._rng.randrange(1, 10)}"

    def scaled(self) -> str:
        scale = self._rng.choice(("juta", "ribu", "miliar"))
        return f"{self.decimal() if self._rng.random() < 0.6 else self.small()} {scale}"

    def money(self) -> str:
        amount = self.decimal() if self._rng.random() < 0.6 else self.small()
        scale = self._rng.choice(("juta", "miliar", "triliun"))
        form = self._rng.choice(("Rp {} {}", "Rp{} {}", "US$ {} {}", "{} {} dolar AS", "{} {} rupiah"))
        return form.format(amount, scale)

    def rupiah(self) -> str:
        amount = self._rng.randrange(2, 2000) * self._rng.choice((500, 1000, 25_000))
        return f"Rp{self._rng.choice(('', ' '))}{_grouped(amount)}"

    def percent(self) -> str:
        amount = self.decimal() if self._rng.random() < 0.6 else self.small()
        return amount + self._rng.choice((" persen", "%"))

    def year(self) -> str:
        return str(self._rng.randrange(1950, 2027))

    def monthyear(self) -> str:
        return f"{self._rng.choice(_MONTHS)} {self.year()}"

    def date(self) -> str:
        return f"{self._rng.randrange(2, 29)} {self.monthyear()}"

    def daydate(self) -> str:
        numbers = f"{self._rng.randrange(2, 29)}/{self._rng.randrange(1, 13)}"
        return f"{self._rng.choice(_DAYS)} ({numbers}{self._rng.choice(('', '/' + self.year()))})"

    def time(self) -> str:
        zone = self._rng.choice((" WIB", " WITA", ""))
        return f"pukul {self._rng.randrange(1, 24):02}.{self._rng.randrange(0, 60, 5):02}{zone}"

    def score(self) -> str:
        return f"{self._rng.randrange(2, 6)}-{self._rng.randrange(2, 6)}"

    def people(self) -> str:
        return f"{self.figure()} {self._rng.choice(_PEOPLE)}"

    def words(self) -> str:
        tens, ones = self._rng.randrange(2, 10), self._rng.randrange(2, 10)
        return self._rng.choice(
            (
                _ONES[self._rng.randrange(2, 12)],
                f"{_ONES[ones]} belas",
                f"{_ONES[tens]} puluh {_ONES[ones]}",
                f"{_ONES[tens]} ratus",
            )
        )


def make_cases(frames: Sequence[str] = FRAMES, count: int = COUNT, seed: int = SEED) -> list[Case]:
    """The same sentences for the same frames and seed."""
    rng = random.Random(seed)
    draw = _Draw(rng)
    cases = []
    for number in range(count):
        source = frames[number % len(frames)]
        while "{" in source:
            slot = source.split("{", 1)[1].split("}", 1)[0]
            maker: Callable[[], str] = getattr(draw, slot)
            source = source.replace("{" + slot + "}", maker(), 1)
        cases.append(Case(source, indonesian_values(source)))
    return cases


def evaluate_numbers(translator: Translator, cases: Sequence[Case], beam_size: int) -> tuple[Kept, list[str]]:
    """How many values came through, and the translations. Raises EngineError."""
    outputs = translate(translator, [case.source for case in cases], beam_size)
    kept = [kept_values(case.source, output) for case, output in zip(cases, outputs, strict=True)]
    return total(kept), outputs
