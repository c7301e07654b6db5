"""The learning curve as a picture."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")


def draw(log: Path, picture: Path) -> None:
    """Draw development BLEU and training loss over target tokens from a training's log."""
    from matplotlib import pyplot as plt

    mpl.rcParams["svg.hashsalt"] = "dwibaca"
    records = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    losses = [(r["tokens"] / 1e6, r["loss"]) for r in records if "loss" in r]
    scores = [(r["tokens"] / 1e6, r["bleu"], r["chrf"]) for r in records if "bleu" in r]
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    left.plot([t for t, *_ in scores], [b for _, b, _ in scores], marker="o", markersize=3, label="BLEU")
    left.plot([t for t, *_ in scores], [c for *_, c in scores], marker="o", markersize=3, label="chrF++")
    left.set_title("development set (300 news pairs, greedy)", fontsize=9)
    left.legend(frameon=False)
    right.plot([t for t, _ in losses], [loss for _, loss in losses], linewidth=0.8)
    right.set_title("training cross-entropy, whole mix", fontsize=9)
    for axes in (left, right):
        axes.set_xlabel("target tokens seen (millions)")
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(picture, metadata={"Date": None})
    plt.close(figure)
