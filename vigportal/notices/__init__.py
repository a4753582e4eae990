"""WHO IS TOLD: a line on screen and, where wanted, an e-mail that says only "You have a message".

Door: `writer.tell`. May import: ledger and the libraries.
"""
