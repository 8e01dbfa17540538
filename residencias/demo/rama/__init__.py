"""The demo of a call of indirect entry: its residents, its institution, its oracle."""
