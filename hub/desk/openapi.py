"""The OpenAPI 3.1 document, made from the endpoints. `python -m hub.desk.openapi` prints it."""

import sys
from collections.abc import Iterable
from typing import Any

import msgspec

from hub.desk.endpoint import Download, Endpoint, Page, Sound
from hub.desk.problems import Problem
from hub.desk.routes import AREAS

REF = "#/components/schemas/{name}"
Json = dict[str, Any]


def document(areas: dict[str, list[Endpoint]]) -> Json:
    """Describe all endpoints; components are shared and those only sent by us have all fields required."""
    endpoints = [endpoint for area in areas.values() for endpoint in area]
    types = _types(endpoints)
    schemas, components = msgspec.json.schema_components(types, ref_template=REF)
    schema_of = dict(zip(map(_key, types), schemas, strict=True))
    answered = [schema_of[_key(e.returns)] for e in endpoints if _is_json(e.returns)]
    _require_all(_reachable(answered, components), components)
    paths: Json = {}
    for area, members in areas.items():
        for member in members:
            paths.setdefault(member.path, {})[member.method.lower()] = _operation(area, member, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Switchboard",
            "version": "1",
            "description": (
                "Everything the agent desk does, for programs. Sign in with `Authorization: Bearer` and a "
                "token made under Settings, or with the browser's session cookie and X-CSRF-Token."
            ),
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}, {"session": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "sb_session"},
            },
        },
    }


def _operation(area: str, endpoint: Endpoint, schema_of: dict[str, Json]) -> Json:
    operation: Json = {
        "operationId": endpoint.name,
        "tags": [area],
        "summary": endpoint.summary,
        "responses": {
            str(endpoint.status): _answer(endpoint.returns, schema_of),
            "default": {
                "description": "What is wrong, where, and what to do.",
                "content": {"application/problem+json": {"schema": schema_of[_key(Problem)]}},
            },
        },
    }
    if endpoint.public:
        operation["security"] = []
    if endpoint.permission:
        operation["description"] = f"Needs `{endpoint.permission.value}`."
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in endpoint.names
    ]
    if endpoint.query:
        parameters += _query_parameters(endpoint.query)
    if endpoint.body is bytes:
        header = {"name": "X-File-Name", "in": "header", "required": True, "schema": {"type": "string"}}
        parameters.append(header)
    if parameters:
        operation["parameters"] = parameters
    if endpoint.body is not None:
        operation["requestBody"] = {"required": True, "content": _content(endpoint.body, schema_of)}
    return operation


def _answer(returns: Any, schema_of: dict[str, Json]) -> Json:
    if returns is None:
        return {"description": "Done."}
    return {"description": "OK", "content": _content(returns, schema_of)}


def _content(kind: Any, schema_of: dict[str, Json]) -> Json:
    if kind is Page:
        return {"text/html": {"schema": {"type": "string"}}}
    if not _is_json(kind):
        return {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return {"application/json": {"schema": schema_of[_key(kind)]}}


def _query_parameters(query: Any) -> list[Json]:
    _, components = msgspec.json.schema_components([query], ref_template=REF)
    schema = components[query.__name__]
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": value}
        for name, value in schema["properties"].items()
    ]


def _types(endpoints: Iterable[Endpoint]) -> list[Any]:
    found: dict[str, Any] = {_key(Problem): Problem}
    for endpoint in endpoints:
        for kind in (endpoint.body, endpoint.returns):
            if _is_json(kind):
                found[_key(kind)] = kind
    return list(found.values())


def _is_json(kind: Any) -> bool:
    return kind not in (None, bytes, Download, Sound, Page)


def _key(kind: Any) -> str:
    return f"{getattr(kind, '__module__', '')}.{kind!r}"


def _reachable(schemas: Iterable[Json], components: Json) -> set[str]:
    """Return the names of all components the schemas lead to."""
    found: set[str] = set()
    todo: list[Any] = list(schemas)
    while todo:
        node = todo.pop()
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                todo.append(components[name])
            todo.extend(node.values())
        elif isinstance(node, list):
            todo.extend(node)
    return found


def _require_all(names: set[str], components: Json) -> None:
    """What we send has all its fields, also those with a default."""
    for name in names:
        if "properties" in components[name] and name != "Problem":
            components[name]["required"] = list(components[name]["properties"])


if __name__ == "__main__":
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(document(AREAS)), indent=2).decode() + "\n")
