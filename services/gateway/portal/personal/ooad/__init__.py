"""The OOAD's area: who is expected, one person's list of things to do, and each act with what is checked before it."""
