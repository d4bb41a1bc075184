"""From longitude and latitude to a sheet: Lambert 93 for metropolitan France, insets overseas, Equal Earth for the world.
Formulas are IGN's (NTG 71) and Šavrič, Patterson and Jenny's (2018); what is drawn on the sheet is not known here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

#: Lambert 93: excentricity of GRS 80, exponent and constant of the projection, origin in metres
_E, _N, _C, _X0, _Y0 = 0.0818191910428158, 0.7256077650532670, 11754255.426096, 700000.0, 12655612.049876
METROPOLITAN: Final = (-5.6, 41.0, 10.0, 51.5)
#: lands overseas, in the order of codes: short name, then west, south, east, north
INSETS: Final[dict[str, tuple[str, tuple[float, float, float, float]]]] = {
    "971": ("Guadeloupe", (-61.9, 15.8, -61.0, 16.55)),
    "972": ("Martinique", (-61.3, 14.35, -60.75, 14.95)),
    "973": ("Guyane", (-54.7, 2.0, -51.5, 5.9)),
    "974": ("La Réunion", (55.15, -21.45, 55.9, -20.8)),
    "976": ("Mayotte", (44.95, -13.1, 45.35, -12.55)),
    "975": ("St-Pierre", (-56.6, 46.65, -56.0, 47.2)),
    "977": ("St-Barth.", (-62.98, 17.84, -62.74, 17.99)),
    "978": ("St-Martin", (-63.2, 17.98, -62.95, 18.18)),
    "986": ("Wallis", (-178.3, -14.5, -176.0, -13.1)),
    "987": ("Polynésie", (-154.8, -27.9, -134.4, -7.8)),
    "988": ("N.-Calédonie", (163.5, -22.8, 168.2, -19.5)),
}


def lambert93(degrees: np.ndarray) -> np.ndarray:
    """Metres east and north, as on every official map of metropolitan France."""
    sine = np.sin(np.radians(degrees[:, 1]))
    latitude = np.arctanh(sine) - _E * np.arctanh(_E * sine)
    radius = _C * np.exp(-_N * latitude)
    angle = _N * np.radians(degrees[:, 0] - 3.0)
    return np.column_stack([_X0 + radius * np.sin(angle), _Y0 - radius * np.cos(angle)])


def equal_earth(degrees: np.ndarray) -> np.ndarray:
    """The world with true areas: a large country never looks larger than it is."""
    a = (1.340264, -0.081106, 0.000893, 0.003796)
    root = np.sqrt(3) / 2
    theta = np.arcsin(root * np.sin(np.radians(degrees[:, 1])))
    t2 = theta * theta
    slope = 9 * a[3] * t2**4 + 7 * a[2] * t2**3 + 3 * a[1] * t2 + a[0]
    x = np.radians(degrees[:, 0]) * np.cos(theta) / (root * slope)
    return np.column_stack([x, theta * (a[0] + a[1] * t2 + a[2] * t2**3 + a[3] * t2**4)])


def flat(degrees: np.ndarray, middle: float) -> np.ndarray:
    """A small land far from France, drawn as if flat around its own latitude."""
    return np.column_stack([degrees[:, 0] * np.cos(np.radians(middle)), degrees[:, 1]])


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle of the sheet and the scale that brings projected points into it, north up."""

    left: float
    top: float
    scale: float
    west: float
    north: float

    def place(self, points: np.ndarray) -> np.ndarray:
        """Projected points in pixels of the sheet."""
        return np.column_stack(
            [
                self.left + (points[:, 0] - self.west) * self.scale,
                self.top + (self.north - points[:, 1]) * self.scale,
            ]
        )


def fitted(points: np.ndarray, left: float, top: float, width: float, height: float) -> Frame:
    """The frame in which these projected points fill the rectangle, centred, one scale both ways."""
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    scale = min(width / max(east - west, 1e-9), height / max(north - south, 1e-9))
    spare_x, spare_y = width - (east - west) * scale, height - (north - south) * scale
    return Frame(left + spare_x / 2, top + spare_y / 2, scale, west, north)
