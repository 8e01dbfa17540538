"""What is true of ofertas, rounds, assignments and accepted places."""
