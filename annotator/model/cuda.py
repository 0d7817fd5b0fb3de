"""Model computations on a GPU through a numpy-compatible array module; tests substitute numpy itself.

The features, if they fit, and V stay on the device between judgements. Only the mean and the variance of every image
are copied back to the host.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.model.geometry import Block
from annotator.model.kernel import Ahead, Kernel
from annotator.model.streaming_cholesky import Factor
from annotator.model.streaming_rows import RowParts, as_matrix
from annotator.numerics import kernels
from annotator.types import AnyFloatArray, FloatArray, IntArray, Progress


class CudaFactor(Factor):
    """A :class:`annotator.model.streaming_cholesky.Factor` that keeps V and, if they fit, the features on a GPU.

    Args:
        kernel: Prior covariance.
        device: GPU that computes.
    """

    def __init__(self, kernel: Kernel, device: Device) -> None:
        super().__init__(kernel, 0)
        self._device = device
        self._calculator: Any = CudaKernel(kernel, device)
        n, d, size = self.geometry.n, self.geometry.features.d, self.geometry.dtype.itemsize
        left = device.free_bytes - (n * d * size if self._calculator.keeps_features else 0)
        self._v: Any = CudaRows(n, self.geometry.dtype, device, left)
        self.to_device: Callable[[Any], Any] = device.xp.asarray
        self.to_host: Callable[[Any], Any] = device.get

    def _pass(self, columns: int, work: Callable[[Block], None], progress: Progress) -> None:
        self.passes += 1
        for item in self._calculator.blocks():
            work(item)
            progress.step(item[0].stop / self.geometry.n)


_ROWS = 1 << 16  # rows per block: enough to keep a device busy
_SPARE = 0.8  # fraction of the free device memory that is used


@dataclass(frozen=True, eq=False)
class Device:
    """An array module and its memory.

    Attributes:
        name: Display name.
        xp: Module with the functions of numpy, such as cupy.
        free_bytes: Device memory that may be used, in bytes.
    """

    name: str
    xp: Any
    free_bytes: int

    def get(self, array: Any) -> NDArray[Any]:
        """Return a copy of ``array`` in host memory."""
        return np.asarray(array.get() if hasattr(array, "get") else array)


def find_device() -> Device | None:
    """Return the GPU that CuPy finds; None without CuPy or without a GPU."""
    try:
        cupy: Any = importlib.import_module("cupy")
        if cupy.cuda.runtime.getDeviceCount() < 1:
            return None
        name = cupy.cuda.runtime.getDeviceProperties(0)["name"].decode()
        return Device(name, cupy, int(_SPARE * cupy.cuda.runtime.memGetInfo()[0]))
    except Exception:  # an incompatible driver raises its own errors; compute on the CPU then
        return None


class CudaKernel:
    """Device version of :class:`annotator.model.kernel.Kernel`: the kernel between points and blocks of rows.

    Args:
        kernel: Prior covariance.
        device: GPU that computes.
    """

    def __init__(self, kernel: Kernel, device: Device) -> None:
        self._kernel, self._device = kernel, device
        self.ahead = kernel.ahead
        geometry, xp = kernel.geometry, device.xp
        self._half_norms, self._valid = xp.asarray(geometry.half_norms), xp.asarray(geometry.valid)
        self._center = xp.asarray(geometry.center.astype(geometry.dtype))
        self._resident: dict[int, Any] = {}
        row_bytes = geometry.features.d * geometry.dtype.itemsize
        self.keeps_features = geometry.n * row_bytes <= device.free_bytes // 2

    def blocks(self) -> Iterator[Block]:
        """Yield (rows, features on the device); features that fit are copied only once."""
        geometry, xp = self._kernel.geometry, self._device.xp
        if len(self._resident) == -(-geometry.n // _ROWS):
            for start, block in self._resident.items():
                yield slice(start, start + len(block)), block
            return
        for start, host in geometry.features.blocks(_ROWS):
            block = xp.asarray(host, geometry.dtype)
            if self.keeps_features:
                self._resident[start] = block
            yield slice(start, start + len(block)), block

    def block(self, ahead: Ahead, here: slice, features: Any) -> Any:
        """Return the kernel between points and the rows ``here``, shape (k, rows), on the device."""
        kernel, xp = self._kernel, self._device.xp
        points, dtype = ahead.points, kernel.geometry.dtype
        if ahead.query.shift is None:
            features = features - self._center
        block = xp.ascontiguousarray((features @ xp.asarray(ahead.query.right)).T)
        if ahead.query.shift is not None:
            block -= xp.asarray(ahead.query.shift)
        valid = self._valid[here]
        block = xp.where(valid, block, dtype.type(0.0))
        half = xp.asarray(ahead.half_norms)
        kernels.from_products(kernel.form, block, half, self._half_norms[here], kernel.length_scale)
        if kernel.manifold is not None:
            block *= dtype.type(1.0 - kernel.weight)
            block += xp.asarray(kernel.manifold.columns(kernel.weight * points.coordinates, here))
        inside = np.flatnonzero((points.keys >= here.start) & (points.keys < here.stop))
        for i in inside.tolist():
            block[i, int(points.keys[i]) - here.start] = 1.0
        block = xp.where(valid, block, dtype.type(0.0))
        return block * dtype.type(kernel.amplitude)


class CudaRows(RowParts):
    """V in device memory, part by part; see :class:`annotator.model.streaming_rows.StreamingRows`."""

    def __init__(self, n: int, dtype: np.dtype[Any], device: Device, budget_bytes: int) -> None:
        super().__init__()
        self._n, self._dtype, self._device = n, dtype, device
        self._most = budget_bytes // max(1, n * dtype.itemsize)

    @property
    def memory_bytes(self) -> int:
        """Host memory in bytes: always 0."""
        return 0

    @property
    def disk_bytes(self) -> int:
        """Size of the parts on the device, in bytes."""
        return sum(int(part.nbytes) for part in self._parts)

    def reserve(self, rows: int) -> bool:
        """Make room for a total of ``rows`` rows; return False if the device has too little memory."""
        room = sum(len(part) for part in self._parts)
        if rows > self._most:
            return False
        if rows > room:
            wanted = min(max(64, 2 * room, rows), self._most)
            self._parts.append(self._device.xp.empty((wanted - room, self._n), self._dtype))
        return True

    def columns(self, rows: int, index: IntArray) -> AnyFloatArray:
        """Return the first ``rows`` rows at the columns ``index``, shape (rows, len(index))."""
        at = self._device.xp.asarray(index)
        found = [self._device.get(part[:, at]) for _, part in self.parts(0, rows)]
        return np.concatenate(found) if found else np.empty((0, len(index)), self._dtype)

    def combined(self, weights: FloatArray, start: int) -> AnyFloatArray:
        """Return the weighted sum of the rows from ``start`` on, shape (n,)."""
        xp = self._device.xp
        scaled, total = xp.asarray(weights.astype(self._dtype)), xp.zeros(self._n, self._dtype)
        for rows, part in self.parts(start, start + len(weights)):
            total += scaled[rows.start - start : rows.stop - start] @ part
        return self._device.get(total)

    def remove(self, j: int, rows: int, rotations: NDArray[np.float64]) -> AnyFloatArray:
        """Remove row ``j`` of ``rows`` by Givens rotations; return what remains of it, shape (n,)."""
        xp, rest = self._device.xp, np.empty(self._n, self._dtype)
        matrix = xp.asarray(as_matrix(rotations).astype(self._dtype))
        for first in range(0, self._n, _ROWS):
            here = slice(first, min(first + _ROWS, self._n))
            turned = matrix @ xp.concatenate([part[:, here] for _, part in self.parts(j, rows)])
            self.write(j, here, turned[:-1])
            rest[here] = self._device.get(turned[-1])
        return rest
