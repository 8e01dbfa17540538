"""What is true about letters: their states, their codes, and the rule of the single print."""
