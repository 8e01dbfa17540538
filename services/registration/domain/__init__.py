"""What is true in registration: pure functions over frozen values."""
