"""What a player is sent: which bytes (`ranges`, quiet), how they come out of the vault (`stream`),
which parts of a film there are yet (`playlist`, quiet)."""
