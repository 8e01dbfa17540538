"""The edge: HTTP and pages in, gRPC out. No rules here."""
