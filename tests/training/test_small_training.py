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
from training.choir_rows import batch_of, piece_of
from training.loop import Plan
from training.nets.blocks import nearest_known
from training.nets.choir import ChoirNet, Several
from training.prepare import prepare

from songwright.music.nets.choir import ChoirModel, write
from songwright.music.nets.counterpoint import LOW, ORDER, shift_to_c
from songwright.music.nets.neighbours import nearest_known as shipped
from songwright.music.nets.runtime import Arrays, Net
from training import choir, harmony, latent, melody, prosody, score

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
        (choir.train, "choir", ["choir_ahead", "choir_step", "choir_cell"]),
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
    runs = report["training"]
    assert all(run["steps"] == 3 for run in (runs if isinstance(runs, list) else [runs]))
    assert report["plan"]["seed"] == 0


def test_training_and_playing_see_the_same_neighbours() -> None:
    rng = np.random.default_rng(3)
    values, masked = rng.integers(0, 40, (70, 4)), rng.random((70, 4)) < 0.7
    learned = nearest_known(torch.as_tensor(values)[None], torch.as_tensor(masked)[None], 48)
    for one, other in zip(learned, shipped(values, masked, 48), strict=True):
        assert (one[0].numpy() == other).all()


@torch.no_grad()
def test_the_choir_net_is_told_nothing_of_what_it_has_to_tell() -> None:
    net = ChoirNet(16, 16, 8, 2).eval()
    rng = np.random.default_rng(1)
    scale = np.array([0, 2, 4, 5, 7, 9, 11, 12])
    piece = np.repeat(np.array([72, 60, 60, 48]) + scale[rng.integers(0, 8, (26, 4))], 2, axis=0)
    other = piece.copy()
    other[30:] = np.array([72, 60, 60, 48]) + scale[rng.integers(0, 8, (22, 4))]
    assert shift_to_c(piece) == shift_to_c(other) == 0
    told = []
    for rows in (piece, other):
        batch = batch_of([piece_of(rows, 0)], seen=0.0)
        nats = net.losses(batch)[0]
        chances = torch.where(batch.moved == 1, torch.exp(-nats), 1 - torch.exp(-nats)).view(-1, 4)
        told.append(chances)
    # The first row is that of step 1: up to step 29 all agree, and how likely the soprano is to move at step 30.
    assert torch.allclose(told[0][:29], told[1][:29], atol=1e-5)
    assert torch.allclose(told[0][29, 0], told[1][29, 0], atol=1e-5)
    assert not torch.allclose(told[0][30:], told[1][30:], atol=1e-3)


class _Overheard(Net):
    """A graph whose answers are kept."""

    def __init__(self, name: str, weights: bytes) -> None:
        super().__init__(name, weights)
        self.answers: list[list[np.ndarray]] = []

    def run(self, arrays: Arrays) -> list[np.ndarray]:
        self.answers.append(super().run(arrays))
        return self.answers[-1]


@torch.no_grad()
def test_writing_draws_from_what_was_learned(prepared: Path, tmp_path: Path) -> None:
    plan = Plan(data=prepared, out=tmp_path, steps=20, batch=4, rate=1e-2, small=True)
    with torch.enable_grad():
        figures = choir.train(plan)
    nets = [ChoirNet(16, 16, 8, 2) for _ in range(choir.NETS)]
    for seed, net in enumerate(nets):
        net.load_state_dict(torch.load(tmp_path / f"choir_{seed}.pt")["weights"])
    ahead, step, cell = (_Overheard(n, (tmp_path / f"choir_{n}.onnx").read_bytes()) for n in ("ahead", "step", "cell"))
    soprano = np.repeat([72, 74, 76, 77, 79, 76, 74, 72, 71, 74, 72, 67, 72], 4)
    written = write(ChoirModel(ahead, step, cell), soprano, seed=1, first_step=-len(soprano) % 16, heat=0.2, settings=1)
    together = Several(nets).eval()
    together.scale(*(float(figures[f"scale of the logits of {what}"]) for what in ("moves", "pitches")))
    shift = shift_to_c(soprano)
    assert shift_to_c(written) == shift  # else training would look at it in another key
    nats = 0.0
    for place, (moving, pitches) in enumerate(cell.answers):
        time, voice = place // 3, ORDER[1 + place % 3]
        chance = float(moving[0]) if time else 1.0
        moved = time == 0 or written[time, voice] != written[time - 1, voice]
        nats -= np.log(chance if moved else 1 - chance)
        nats -= np.log(pitches[0][written[time, voice] + shift - LOW]) if moved else 0.0
    moves, scores = together.losses(batch_of([piece_of(written, 0)], seen=1.0))
    assert float(moves.sum() + scores.sum()) == pytest.approx(nats, rel=0.01)


def test_an_interrupted_choir_training_goes_on_where_it_was(prepared: Path, tmp_path: Path) -> None:
    plan = Plan(data=prepared, out=tmp_path, steps=3, batch=4, rate=1e-3, small=True)
    whole = choir.train(plan)
    (tmp_path / "choir_2.pt").unlink()
    before = (tmp_path / "choir_0.pt").stat().st_mtime_ns
    assert choir.train(plan) == pytest.approx(whole)
    assert (tmp_path / "choir_0.pt").stat().st_mtime_ns == before
