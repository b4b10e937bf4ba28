"""A request made one that its model is known to take: the one pass between what was asked for and what is written."""

from interlingua.dialect.fit.fitting import Fitting, Rule, says_reasoning
from interlingua.dialect.fit.run import fit

__all__ = ["Fitting", "Rule", "fit", "says_reasoning"]
