"""The front door of recognition for commands: it loads numpy, which the other front door does not."""

from aisance.customers.identity.comparing import LEVELS
from aisance.customers.identity.resolving import Resolved, resolve_all, resolve_waiting
from aisance.customers.identity.training import NoSplink, TooFew, train
from aisance.customers.identity.weights import weights_in_force

__all__ = ["LEVELS", "NoSplink", "Resolved", "TooFew", "resolve_all", "resolve_waiting", "train", "weights_in_force"]
