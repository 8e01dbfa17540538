"""The demo: people, their papers, what they intend to do, and the oracle that predicts how it ends."""
