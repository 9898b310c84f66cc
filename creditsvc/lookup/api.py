"""The partner's look-up over HTTP."""

from flask_smorest import Blueprint

blueprint = Blueprint("lookup", __name__, url_prefix="/v1", description="查询 / look-ups")
blueprints = (blueprint,)
