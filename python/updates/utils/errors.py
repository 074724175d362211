"""What the helpers for modules raise."""


class GlobalRollbackError(Exception):
    """A backup could not be made, or not be looked at."""
