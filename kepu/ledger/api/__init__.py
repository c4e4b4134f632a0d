"""The API of `ledger`: a program hands in work records in the name of its person, and asks what became of them."""

from kepu.ledger.api.routes import router, writing

__all__ = ["router", "writing"]
