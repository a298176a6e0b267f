"""Every training command runs end to end on a few bars of our own. Needs the dependency group `training`."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

import torch
from training.loop import Plan
from training.nets.blocks import nearest_known
from training.prepare import prepare

from songwright.music.nets.neighbours import nearest_known as shipped
from training import harmony, latent, melody, prosody, score

VERSE = "The lan- tern in the win- dow burned till morn- ing came a- gain and all was"


def _hymn(number: int) -> str:
    """A four-part hymn of eight bars with words, its melody drawn from the number."""
    rng = np.random.default_rng(number)
    scale = [60, 62, 64, 65, 67, 69, 71, 72]
    names = dict(zip(scale, "CDEFGABc", strict=True))
    lines = [f"X:{number}", f"T:Hymn {number}", "C: public domain", "M:4/4", "L:1/4"]
    lines += [f"V: {voice}" for voice in ("S1V1", "S1V2", "S2V1", "S2V2")] + ["K:C"]
    for _ in range(4):
        tune = [names[int(rng.choice(scale))] for _ in range(16)]
        bars = " | ".join(" ".join(tune[i : i + 4]) for i in range(0, 16, 4))
        lines += [f"[V: S1V1] {bars} |", f"w: {VERSE}"]
        for voice, note in (("S1V2", "E"), ("S2V1", "G,"), ("S2V2", "C,,")):
            lines.append(f"[V: {voice}] " + " | ".join([" ".join([note] * 4)] * 4) + " |")
    return "\n".join(lines) + "\n\n"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    (data / "billboard").mkdir()
    (data / "OpenHymnal.abc").write_text("".join(_hymn(i) for i in range(1, 41)), encoding="utf-8")
    bars = "0.0\tA, verse, " + "| C:maj | F:maj G:7 " * 8 + "|\n"
    for i in range(30):
        text = f"# title: Song {i}\n# metre: 4/4\n# tonic: C\n\n{bars}"
        (data / "billboard" / f"{i:04}.txt").write_text(text, encoding="utf-8")
    rng = np.random.default_rng(0)
    piece = np.repeat(np.array([72, 67, 60, 48]) + rng.integers(-3, 4, (12, 20, 1)), 8, axis=1).tolist()
    chorales = {"train": piece[:8], "valid": piece[8:10], "test": piece[10:]}
    (data / "jsb16.json.gz").write_bytes(gzip.compress(json.dumps(chorales).encode()))
    out = tmp_path_factory.mktemp("prepared")
    prepare(data, None, out)
    return out


def test_the_manifest_names_every_source_with_licence_count_and_digest(prepared: Path) -> None:
    sources = json.loads((prepared / "manifest.json").read_text(encoding="utf-8"))["sources"]
    assert {source["name"].split()[0] for source in sources} == {"Open", "McGill", "J."}
    assert all(source["licence"] and source["pieces"] > 0 and len(source["sha256"]) == 64 for source in sources)


@pytest.mark.parametrize(
    ("train", "name", "graphs"),
    [
        (score.train, "score", ["score"]),
        (melody.train, "melody", ["melody"]),
        (prosody.train, "prosody", ["prosody_words", "prosody_rhythm", "prosody_slurs"]),
        (harmony.train, "harmony", ["harmony"]),
        (latent.train, "latent", ["latent_encoder", "latent_decoder"]),
    ],
)
def test_a_small_training_makes_a_net_that_runs_alike_outside(
    train: object, name: str, graphs: list[str], prepared: Path, tmp_path: Path
) -> None:
    plan = Plan(data=prepared, out=tmp_path, steps=3, batch=4, rate=1e-3, small=True)
    assert callable(train)
    figures = train(plan)
    assert figures["largest difference of the exported net"] < 0.02
    assert all((tmp_path / f"{graph}.onnx").stat().st_size > 0 for graph in graphs)
    report = json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))
    assert report["training"]["steps"] == 3
    assert report["plan"]["seed"] == 0


def test_training_and_playing_see_the_same_neighbours() -> None:
    rng = np.random.default_rng(3)
    values, masked = rng.integers(0, 40, (70, 4)), rng.random((70, 4)) < 0.7
    learned = nearest_known(torch.as_tensor(values)[None], torch.as_tensor(masked)[None], 48)
    for one, other in zip(learned, shipped(values, masked, 48), strict=True):
        assert (one[0].numpy() == other).all()
