"""The command line and the laptop default: one machine runs the whole system on real parts."""
