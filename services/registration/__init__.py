"""Registration: who may take part, what they say of themselves, and in which order they want the sedes."""
