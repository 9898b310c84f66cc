"""How complete the data of each source is, as it says itself: also where it had nothing to report."""

from typing import Any

from flask.typing import ResponseReturnValue

from creditsvc.events import service
from creditsvc.events.importing import CompletenessRefused
from creditsvc.events.schemas import CompletenessIn, SourcesOut
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

blueprint = Blueprint("sources", __name__, url_prefix="/v1/sources", description="来源 / sources")


@blueprint.get("")
@requires("events.read")
@blueprint.response(200, SourcesOut)
def complete() -> ResponseReturnValue:
    """各来源数据完整至何日。Per source the day up to which it says its data is complete."""
    with runtime().work.read() as session:
        found = service.completeness(session)
    return _shown(found)


@blueprint.post("/completeness")
@requires("events.write")
@blueprint.arguments(CompletenessIn, location="json", unknown="raise")
@blueprint.response(200, SourcesOut)
def state(body: dict[str, Any]) -> ResponseReturnValue:
    """说明数据完整至何日，没有新事件也可说明。State that a source has reported all up to a day.

    The latest statement counts, so that one made too early can be taken back with an earlier day.
    """
    source, day = body["source"], body["complete_to"]
    with runtime().work.act(authenticated()) as act:
        if day > act.day:
            raise CompletenessRefused(
                f"{day} 尚未到来", f"{day} is still to come", field="complete_to"
            )
        service.state_complete(act, source, day)
    return _shown({source: day})


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "sources": [{"source": source, "complete_to": day} for source, day in sorted(found.items())]
    }
