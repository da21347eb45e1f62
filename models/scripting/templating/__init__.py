"""Makes a template of a script: finds the values that vary, and puts a parameter in the place of each.

Only whole values are replaced, and nothing else of the script changes: putting the replaced texts back gives the
script again, byte for byte.
"""

from models.scripting.templating.literals import Literal, literals_of
from models.scripting.templating.mentions import mentions_in, value_for
from models.scripting.templating.proposals import Known, Place, Proposal, Wanted, applied, proposal_of, replaced_in
from models.scripting.templating.varying import wanted_in

__all__ = [
    "Known",
    "Literal",
    "Place",
    "Proposal",
    "Wanted",
    "applied",
    "literals_of",
    "mentions_in",
    "proposal_of",
    "replaced_in",
    "value_for",
    "wanted_in",
]
