"""The demo of a call of indirect entry: residents, their grades and articles, what CES and the reviewers do, the oracle."""
