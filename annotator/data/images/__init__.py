"""Image files: scan folders, read metadata, store thumbnails."""
