"""Drives a convocatoria through the REST API only, as people would, and reads back what became of everybody."""
