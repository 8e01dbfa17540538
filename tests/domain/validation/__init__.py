"""The pure rules of an expediente."""
