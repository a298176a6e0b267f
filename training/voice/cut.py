"""Cuts the sung voice's networks out of a text-to-speech package: `python -m training.voice.cut`.

hibari-tts (Apache-2.0) speaks English with one network from phonemes to spectral frames. Singing has to say itself how
long each sound lasts and how high it is, so the network is cut where it has decided that: into durations, pitch and
frames. Weights and arithmetic stay as they are; a check runs the parts against the whole.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
from numpy.typing import NDArray
from onnx import TensorProto, helper

__all__ = ["cut", "main"]

PACKAGE, VERSION = "hibari-tts", "0.2.1"
SHA256 = "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"  # of its hibari.onnx
DURATIONS = "/Clip_output_0"  # the tensor that holds them inside this version's graph
BINS = 601
SPECTRA = ("lh", "theta", "ln", "lr", "phi")
PARTS = ("durations", "pitch", "frames")
OUT = Path("resources/songwright_resources/voice")
_TEXT_FILES = {"LICENSE": "LICENSE.txt", "NOTICE": "NOTICE.txt"}
_ORIGIN = f"{PACKAGE} {VERSION}, modified for Songwright: cut open at durations and pitch"


def cut(source: Path, folder: Path) -> None:
    """Write durations.onnx, pitch.onnx and frames.onnx; ValueError when the source is another network."""
    found = hashlib.sha256(source.read_bytes()).hexdigest()
    if found != SHA256:
        raise ValueError(f"{source} is not the network of {PACKAGE} {VERSION}: its SHA-256 is {found}")
    graph = onnx.load(str(source))
    _read_pitch_from_outside(graph.graph)
    value = helper.make_tensor_value_info
    tokens, speed = value("ids", TensorProto.INT64, [1, "L"]), value("speed", TensorProto.FLOAT, [1])
    durations = value(DURATIONS, TensorProto.FLOAT, ["L"])
    pitch, sung = (value(name, TensorProto.FLOAT, [1, "F"]) for name in ("f0", "f0_in"))
    spectra = [value(name, TensorProto.FLOAT, [1, BINS, "F"]) for name in SPECTRA]
    folder.mkdir(parents=True, exist_ok=True)
    for name, inputs, outputs in (
        ("durations", [tokens, speed], [durations]),
        ("pitch", [tokens, durations], [pitch]),
        ("frames", [tokens, durations, sung], spectra),
    ):
        onnx.save(_part(graph, inputs, outputs), str(folder / f"{name}.onnx"))


def _read_pitch_from_outside(graph: onnx.GraphProto) -> None:
    """Let the decoder read an input, while the pitch that the network itself would take stays an output."""
    for node in graph.node:
        if node.op_type == "Relu" and list(node.input) == ["f0"]:
            node.input[0] = "f0_in"


def _part(
    model: onnx.ModelProto, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]
) -> onnx.ModelProto:
    """The nodes that lead from the inputs to the outputs, as a model of their own."""
    given = {one.name for one in inputs}
    needed = {one.name for one in outputs}
    kept = []
    for node in reversed(model.graph.node):
        if any(name in needed and name not in given for name in node.output):
            kept.append(node)
            needed.update(name for name in node.input if name and name not in given)
    weights = [weight for weight in model.graph.initializer if weight.name in needed]
    graph = helper.make_graph(kept[::-1], "part", inputs, outputs, weights)
    made = helper.make_model(
        graph, opset_imports=model.opset_import, ir_version=model.ir_version, producer_name=_ORIGIN
    )
    onnx.checker.check_model(made)
    return made


def difference(source: Path, folder: Path) -> float:
    """The mean difference between the spectra of the whole network and of its parts, on some tokens.

    It is not 0: the weights are whole numbers, and their scales are found anew in every run from what it is given.
    """
    tokens = np.array([[0, 50, 156, 43, 56, 102, 62, 0]], np.int64)
    speed = np.ones(1, np.float32)
    durations = _run(folder / "durations.onnx", ids=tokens, speed=speed)[0]
    pitch = _run(folder / "pitch.onnx", **{"ids": tokens, DURATIONS: durations})[0]
    parts = _run(folder / "frames.onnx", **{"ids": tokens, DURATIONS: durations, "f0_in": pitch})
    session = ort.InferenceSession(str(source), providers=["CPUExecutionProvider"])
    whole = dict(
        zip((o.name for o in session.get_outputs()), session.run(None, {"ids": tokens, "speed": speed}), strict=True)
    )
    return float(np.mean([np.abs(whole[name] - part).mean() for name, part in zip(SPECTRA, parts, strict=True)]))


def _run(path: Path, **inputs: NDArray[Any]) -> list[NDArray[np.float32]]:
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return session.run(None, inputs)


def _package() -> tuple[Path, Path]:
    """The folders of the installed package's assets and of its licences; ValueError for another version."""
    distribution = importlib.metadata.distribution(PACKAGE)
    if distribution.version != VERSION:
        raise ValueError(f"{PACKAGE} {VERSION} is wanted, {distribution.version} is installed")
    files = {str(one): Path(str(distribution.locate_file(one))) for one in distribution.files or ()}
    assets = next(path.parent for name, path in files.items() if name.endswith("assets/hibari.onnx"))
    licences = next(path.parent for name, path in files.items() if name.endswith("/NOTICE"))
    return assets, licences


def _manifest(folder: Path) -> dict[str, Any]:
    digests = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.suffix in {".onnx", ".json", ".txt"} and path.name != "manifest.json"
    }
    return {
        "origin": f"{PACKAGE} {VERSION} from PyPI",
        "licence": "Apache-2.0",
        "network_sha256": SHA256,
        "made_by": "python -m training.voice.cut",
        "files": digests,
    }


def main() -> None:
    """Cut the installed package's network into the resources."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=OUT, metavar="DIR", help=f"default: {OUT}")
    folder: Path = parser.parse_args().out
    assets, licences = _package()
    cut(assets / "hibari.onnx", folder)
    alphabet = json.loads((assets / "vocab.json").read_text(encoding="utf-8"))
    (folder / "alphabet.json").write_text(json.dumps(alphabet, indent=1) + "\n", encoding="utf-8")
    for theirs, ours in _TEXT_FILES.items():
        shutil.copyfile(licences / theirs, folder / ours)
    (folder / "manifest.json").write_text(json.dumps(_manifest(folder), indent=1) + "\n", encoding="utf-8")
    size = sum((folder / f"{name}.onnx").stat().st_size for name in PARTS)
    apart = difference(assets / "hibari.onnx", folder)
    print(f"{folder}: {size / 1e6:.1f} MB; mean difference from the whole network {apart:.3f} (log magnitude, radians)")


if __name__ == "__main__":
    main()
