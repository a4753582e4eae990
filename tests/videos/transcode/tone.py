"""HDR to an ordinary screen by the standards' own formulas, in numpy: what the engine's pictures are held against.

BT.2100 (HLG: inverse OETF, then the OOTF of a screen of 1000 cd/m² with γ 1.2; PQ: EOTF) gives light; BT.2087 takes
its primaries to BT.709; hable as ffmpeg's `tonemap` documents it (the greatest of the three is mapped, the other two
follow, desat 0) brings 1000 cd/m² down to white at 100; BT.1886 makes a signal of light. Nothing here is ffmpeg's.
"""

from collections.abc import Callable
from typing import Any

import av
import numpy as np

Picture = np.ndarray[Any, np.dtype[np.float64]]
"""Height × width × three colours."""

WHITE = 100.0
PEAK = 1000.0 / WHITE
_LUMA_2020, _LUMA_709 = (0.2627, 0.6780, 0.0593), (0.2126, 0.7152, 0.0722)
_TO_709 = np.array(
    [[1.660491, -0.587641, -0.072850], [-0.124550, 1.132900, -0.008349], [-0.018151, -0.100579, 1.118730]]
)
_A, _B, _C = 0.17883277, 0.28466892, 0.55991073
_M1, _M2, _C1, _C2, _C3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128


def hlg(signal: Picture) -> Picture:
    """BT.2100 table 5: light in units of white."""
    signal = np.clip(signal, 0, None)
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - _C) / _A) + _B) / 12)
    luma = scene @ np.array(_LUMA_2020)
    light: Picture = PEAK * scene * np.maximum(luma, 1e-9)[..., None] ** 0.2
    return light


def pq(signal: Picture) -> Picture:
    """BT.2100 table 4: light in units of white."""
    root = np.clip(signal, 0, 1) ** (1 / _M2)
    light: Picture = (np.maximum(root - _C1, 0) / (_C2 - _C3 * root)) ** (1 / _M1)
    return light * 10_000 / WHITE


def mapped(wide: Picture, light_of: Callable[[Picture], Picture]) -> Picture:
    """From BT.2020's signal to BT.709's, 0 to 1."""
    light = light_of(wide) @ _TO_709.T
    greatest = np.maximum(light.max(axis=2), 1e-6)
    shown = light * (_hable(greatest) / _hable(np.array(PEAK)) / greatest)[..., None]
    signal: Picture = np.clip(shown, 0, 1) ** (1 / 2.4)
    return signal


def _hable(light: Picture) -> Picture:
    a, b, c, d, e, f = 0.15, 0.50, 0.10, 0.20, 0.02, 0.30
    return (light * (light * a + c * b) + d * e) / (light * (light * a + b) + d * f) - e / f


def wide_signal(frame: av.VideoFrame) -> Picture:
    """The signal of a frame in ten bits, limited range, BT.2020."""
    planes = np.moveaxis(frame.to_ndarray(format="yuv444p16le"), 2, 0)
    return _signal(planes.astype(float) / 256, _LUMA_2020)


def usual_signal(frame: av.VideoFrame) -> Picture:
    """The signal of a frame in eight bits, limited range, BT.709."""
    return _signal(frame.to_ndarray(format="yuv444p").astype(float), _LUMA_709)


def _signal(planes: Picture, luma: tuple[float, float, float]) -> Picture:
    """Y′CbCr, in steps of eight bits, to R′G′B′."""
    red, green, blue = luma
    y, cb, cr = (planes[0] - 16) / 219, (planes[1] - 128) / 224, (planes[2] - 128) / 224
    r, b = y + 2 * (1 - red) * cr, y + 2 * (1 - blue) * cb
    return np.stack([r, (y - red * r - blue * b) / green, b], axis=2)


def thirds(signal: Picture) -> Picture:
    """The mean colour of the upper, middle and lower third, 0 to 255."""
    return 255 * np.array([np.clip(part, 0, 1).mean(axis=(0, 1)) for part in np.array_split(signal, 3, axis=0)])
