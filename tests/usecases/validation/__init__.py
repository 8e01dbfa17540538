"""The desk of validation over an in-memory database, with the real convocatoria."""
