"""How a finding becomes lawful: notice, reply, decision, service. The only door to a list is its decision."""
