"""What is true about the log: its entries and its Merkle tree (RFC 6962)."""
