"""Image files: scanning a folder, reading metadata, storing thumbnails."""
