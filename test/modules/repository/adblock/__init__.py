from .index import main

__all__ = ["main"]
