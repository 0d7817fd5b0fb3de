"""Image decoding and thumbnail creation in the background."""
