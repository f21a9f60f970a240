"""Cross-checks claims between articles: who agrees and who contradicts whom."""

from crosscheck.error import Error
from crosscheck.local import run

__all__ = ["Error", "run"]
