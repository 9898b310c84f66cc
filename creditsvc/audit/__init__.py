"""The trail: what was done, by whom, in which act; sealed in a hash tree; verifiable by anyone."""
