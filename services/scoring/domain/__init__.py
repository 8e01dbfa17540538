"""What is true of a puntaje."""
