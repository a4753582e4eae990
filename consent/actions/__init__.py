"""Changes to consent: what is declared, who is confirmed to be in it, what the service allows. One entry each."""
