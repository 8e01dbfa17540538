"""Small and boring parts every service stands on; knows no service."""
