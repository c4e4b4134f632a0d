"""What is wrong with a template, told to the person who made it."""


class BadTemplate(ValueError):
    """The template cannot be used; the message says what is wrong, where, and what to do, in Chinese."""
