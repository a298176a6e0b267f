"""PyTorch -> ONNX with weights stored as half floats and computed as floats."""

from __future__ import annotations

import warnings
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["export", "halve"]

LEAST_SIZE = 256
POINTS = {"point", "mean", "spread"}  # of fixed length whatever the number of notes


def halve(model: onnx.ModelProto) -> onnx.ModelProto:
    """Store large float tensors as half floats behind a Cast, which onnxruntime folds away when it loads the model."""
    graph = model.graph
    casts = []
    for tensor in graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or int(np.prod(tensor.dims)) < LEAST_SIZE:
            continue
        values = numpy_helper.to_array(tensor).astype(np.float16)
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(values, f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend([*casts, *nodes])
    onnx.checker.check_model(model)
    return model


def export(
    net: nn.Module,
    inputs: dict[str, Tensor],
    outputs: Sequence[str],
    path: Path,
    axes: dict[int, str],
    own: Mapping[str, dict[int, str]] = MappingProxyType({}),
) -> float:
    """Write `path`; returns the largest difference in the outputs between PyTorch and onnxruntime on `inputs`.

    `axes` names the dynamic axes (number -> name), the same for every input of enough dimensions and every output;
    `own` names those of single ones that differ.
    """
    net = net.cpu().eval()
    arguments = tuple(value.cpu() for value in inputs.values())
    shapes = {
        name: {axis: label for axis, label in axes.items() if axis < value.dim()} for name, value in inputs.items()
    }
    shapes |= {name: dict(axes) for name in outputs}
    shapes |= {name: {0: axes[0]} for name in POINTS & shapes.keys()}
    shapes |= own
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net, arguments, str(path), input_names=list(inputs), output_names=list(outputs), dynamic_axes=shapes,
            opset_version=17, dynamo=False,
        )  # fmt: skip
    onnx.save(halve(onnx.load(str(path))), str(path))
    with torch.no_grad():
        expected = net(*arguments)
    expected = expected if isinstance(expected, tuple) else (expected,)
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    found = session.run(None, {name: value.cpu().numpy() for name, value in inputs.items()})
    return max(float(np.abs(a.numpy() - b).max()) for a, b in zip(expected, found, strict=True))
