"""Real broker, database, object store and mail catcher as private processes of this folder."""
