"""Figures, as ratios against bare work on the same machine."""
