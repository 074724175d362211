"""The package `updates` under the long name by which older modules import it."""

import sys

import updates
from updates.aliases import alias

alias(__name__, "updates")
sys.modules[__name__] = updates
