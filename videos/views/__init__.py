"""Pages and bytes of footage. One file a noun."""
