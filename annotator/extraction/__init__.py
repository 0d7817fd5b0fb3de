"""Feature extraction from a folder of images to a feature file."""

from annotator.extraction.encoder import Encoder
from annotator.extraction.runner import Extraction, extract

__all__ = ["Encoder", "Extraction", "extract"]
