"""The project database: tables (`schema`), opening and transactions (`connection`), and one module a noun."""

from core.store.connection import Action, Store

__all__ = ["Action", "Store"]
