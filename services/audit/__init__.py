"""Audit: every fact and every read of a dossier, once and in order, in a log that shows any change."""
