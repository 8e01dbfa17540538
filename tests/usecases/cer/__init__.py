"""The CER call through five services, fact by fact, without broker or clock of their own."""
