"""Align: word links for every pair, by eflomal in both directions."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import eflomal

from models.training.examples import Example, parse_links
from models.training.text import bare_words

Links = set[tuple[int, int]]


def symmetrize(forward: Iterable[tuple[int, int]], backward: Iterable[tuple[int, int]]) -> Links:
    """The links that both directions found, grown by neighbouring links of one of them for words without any yet."""
    one, other = set(forward), set(backward)
    links = one & other
    sources, targets = {i for i, _ in links}, {j for _, j in links}
    for i, j in sorted(one | other):
        if i in sources and j in targets:
            continue
        if any((i + down, j + right) in links for down in (-1, 0, 1) for right in (-1, 0, 1)):
            links.add((i, j))
            sources.add(i)
            targets.add(j)
    return links


def align(examples: Sequence[Example]) -> Iterator[Example]:
    """The same examples with links. Takes about a minute for 300,000 pairs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        forward, backward = folder / "forward", folder / "backward"
        sides = (folder / "source", folder / "target")
        for path, texts in zip(sides, ((e.source for e in examples), (e.target for e in examples)), strict=True):
            path.write_text("".join(" ".join(bare_words(text)) + "\n" for text in texts), encoding="utf-8")
        with sides[0].open(encoding="utf-8") as source, sides[1].open(encoding="utf-8") as target:
            eflomal.Aligner(model=3, n_samplers=1, rel_iterations=0.5).align(
                source, target, links_filename_fwd=str(forward), links_filename_rev=str(backward), quiet=True
            )
        with forward.open(encoding="utf-8") as one, backward.open(encoding="utf-8") as other:
            for example, there, back in zip(examples, one, other, strict=True):
                links = symmetrize(parse_links(there), parse_links(back))
                yield replace(example, links=tuple(sorted(links)))
