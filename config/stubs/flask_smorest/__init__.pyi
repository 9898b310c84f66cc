"""The part of flask-smorest that we use, typed: its decorators keep the view's type."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import flask
from apispec import APISpec
from marshmallow import Schema

View = TypeVar("View", bound=Callable[..., Any])
AnySchema = Schema | type[Schema] | Mapping[str, Any]

class Blueprint(flask.Blueprint):
    def __init__(self, *args: Any, description: str = "", **kwargs: Any) -> None: ...
    def arguments(
        self,
        schema: AnySchema,
        *,
        location: str = "json",
        content_type: str | None = None,
        required: bool = True,
        description: str | None = None,
        example: object = None,
        examples: object = None,
        **kwargs: Any,
    ) -> Callable[[View], View]: ...
    def response(
        self,
        status_code: int | str,
        schema: AnySchema | None = None,
        *,
        content_type: str | None = None,
        description: str | None = None,
        example: object = None,
        examples: object = None,
        headers: Mapping[str, Any] | None = None,
    ) -> Callable[[View], View]: ...
    def alt_response(
        self,
        status_code: int | str,
        response: str | None = None,
        *,
        schema: AnySchema | None = None,
        content_type: str | None = None,
        description: str | None = None,
        example: object = None,
        examples: object = None,
        headers: Mapping[str, Any] | None = None,
        success: bool = False,
    ) -> Callable[[View], View]: ...
    def doc(self, **kwargs: Any) -> Callable[[View], View]: ...

class Api:
    spec: APISpec
    ERROR_SCHEMA: type[Schema]
    DEFAULT_RESPONSE_CONTENT_TYPE: str
    def __init__(
        self, app: flask.Flask | None = None, *, spec_kwargs: Mapping[str, Any] | None = None
    ) -> None: ...
    def register_blueprint(
        self, blp: flask.Blueprint, *, parameters: object = None, **options: Any
    ) -> None: ...
