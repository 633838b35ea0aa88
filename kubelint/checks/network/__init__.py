"""Network: policies that block or admit too much, fields of Services without effect."""
