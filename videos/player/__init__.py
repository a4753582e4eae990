"""What a player is sent: which bytes (`ranges`, quiet) and how they come out of the vault (`stream`)."""
