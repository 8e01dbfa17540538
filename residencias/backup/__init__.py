"""Backup of the whole system into a folder, and restore of one into an empty system.

A folder has `objects/`, shared by all its backups because an object never changes, and a folder per backup with its
databases, the names of its objects and `manifest.json`, which is written last: without it there is no backup.
"""
