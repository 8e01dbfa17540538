"""From any pictures of a paper to the one legal JPG. `apart` runs it in its own process: only that loads OpenCV."""
