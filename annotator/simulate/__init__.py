"""Simulation of searches: simulated users, learning curves, ground truth from a table."""

from annotator.simulate.classes import read_classes, relevance
from annotator.simulate.curve import Curve, Point, sparkline
from annotator.simulate.grades import GradePoint, simulate_grades
from annotator.simulate.run import simulate
from annotator.simulate.user import SimulatedUser

__all__ = [
    "Curve",
    "GradePoint",
    "Point",
    "SimulatedUser",
    "read_classes",
    "relevance",
    "simulate",
    "simulate_grades",
    "sparkline",
]
