"""Files → models: every fault in form becomes a finding with a place, and what loaded is checked further."""
