"""/guides: what the library knows about one kind of problem."""

from __future__ import annotations

from models.core.errors import NotFound
from models.library import Guide, load_guides
from schemas.guides import GuideSchema
from web.edge.access import MEMBERS
from web.edge.resource import Resource

guides = Resource("guides", __name__, url_prefix="/guides", description="How one kind of problem is found and fixed.")


@guides.route("/<guide_id>", access=MEMBERS)
@guides.response(200, GuideSchema)
def read_guide(guide_id: str) -> Guide:
    """Read a guide: symptoms, causes, checks, fixes and the decision tree"""
    if (guide := load_guides().get(guide_id)) is None:
        raise NotFound("The library has no such guide.")
    return guide
