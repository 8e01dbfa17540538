"""The pages of the institution's people: one area for each kind of work, behind one entrance."""
