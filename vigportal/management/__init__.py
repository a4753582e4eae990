"""Commands of the whole portal. They may import anything; nothing imports them."""
