"""What is true of an expediente, without I/O."""
