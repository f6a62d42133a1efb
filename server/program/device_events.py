"""Where devices are written out."""

from __future__ import annotations

from .device import Device
from .events import Event
from .record import record


@record
class DeviceNamed(Event):
    """Something is made or moved with an accelerator named in the call: `.cuda()`, `device="cuda"`, `torch.device("cuda")`."""

    device: Device
