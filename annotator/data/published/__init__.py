"""What archives, libraries and museums published about the images."""
