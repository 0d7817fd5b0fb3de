"""A factor whose passes over the features run on a graphics processor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from annotator.model.device import Device, DeviceKernel, DeviceRows
from annotator.model.factor import Factor
from annotator.model.geometry import Block
from annotator.model.kernel import Kernel
from annotator.types import Progress


class DeviceFactor(Factor):
    """See :class:`annotator.model.factor.Factor`; V and, if they fit, the features lie on the device.

    Args:
        kernel: Prior covariance.
        device: Where to compute.
    """

    def __init__(self, kernel: Kernel, device: Device) -> None:
        super().__init__(kernel, 0)
        self._device = device
        self._calculator: Any = DeviceKernel(kernel, device)
        n, d, size = self.geometry.n, self.geometry.features.d, self.geometry.dtype.itemsize
        left = device.free_bytes - (n * d * size if self._calculator.keeps_features else 0)
        self._v: Any = DeviceRows(n, self.geometry.dtype, device, left)
        self._there: Callable[[Any], Any] = device.xp.asarray
        self._here: Callable[[Any], Any] = device.get

    def _pass(self, columns: int, work: Callable[[Block], None], progress: Progress) -> None:
        self.passes += 1
        for item in self._calculator.blocks():
            work(item)
            progress.step(item[0].stop / self.geometry.n)
