class Error(Exception):
    """The program could not do what it was asked; the message is the program's own."""
