"""From any pictures of a paper to the one legal JPG. `apart` runs it in a process of its own; only that loads OpenCV."""
