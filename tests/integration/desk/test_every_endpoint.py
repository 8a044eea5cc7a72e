"""What holds for every endpoint: it is described, asks who is there, checks permission, names bad fields."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiohttp import web

from hub.core.permissions import SCOPES, Permission
from hub.desk.dispatch import PREFIX
from hub.desk.endpoint import Endpoint
from hub.desk.openapi import document
from hub.desk.routes import AREAS
from tests.fakes.desk import Browser, Desk, open_desk

ALL = [endpoint for area in AREAS.values() for endpoint in area]
NOT_DESCRIBED = {"/openapi.json", "/live-socket"}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


def path_of(endpoint: Endpoint) -> str:
    path = re.sub(r"{\w+}", "x", endpoint.path)
    return f"{path}?conversation=x" if endpoint.body is bytes else path


async def call(browser: Browser, endpoint: Endpoint, body: Any, **headers: str) -> tuple[int, Any]:
    if endpoint.body is bytes:
        headers |= {"X-File-Name": "a.txt"}
    if endpoint.body is None:
        return await browser.request(endpoint.method, path_of(endpoint), headers=headers)
    return await browser.request(endpoint.method, path_of(endpoint), body, headers)


async def test_without_a_session_nothing_is_answered(desk: Desk):
    browser = await desk.browser()
    answers = {}
    for endpoint in ALL:
        if not endpoint.public:
            status, body = await call(browser, endpoint, {})
            answers[f"{endpoint.method} {endpoint.path}"] = (status, body["code"])
    assert answers == dict.fromkeys(answers, (401, "not_signed_in"))


async def test_every_permission_is_checked(desk: Desk):
    """A token with all scopes but the needed one is refused, and the answer says what is missing."""
    secrets = {}
    for permission in Permission:
        scopes = sorted(SCOPES - {permission})
        _, secrets[permission] = await desk.services.accounts.tokens.create("t", scopes, by="adm")
    browser = await desk.browser()
    checked = 0
    for endpoint in ALL:
        if endpoint.permission is None:
            continue
        bearer = f"Bearer {secrets[endpoint.permission]}"
        status, body = await call(browser, endpoint, {}, Authorization=bearer)
        assert (status, body["code"]) == (403, "not_allowed"), endpoint.path
        assert endpoint.permission.value in body["detail"], endpoint.path
        checked += 1
    assert checked > 60


async def test_unknown_fields_are_named(desk: Desk):
    """Every JSON body refuses a field nobody knows, and names it."""
    browser = await desk.browser("adm")
    for endpoint in ALL:
        if endpoint.body in (None, bytes):
            continue
        sample = {**_sample(endpoint.body), "surprise": 1}
        status, body = await call(browser, endpoint, sample)
        assert (status, body["code"]) == (422, "invalid_input"), (endpoint.path, body)
        assert body["field"].endswith("surprise"), (endpoint.path, body)


async def test_bodies_that_are_no_json_are_refused(desk: Desk):
    browser = await desk.browser("adm")
    for endpoint in ALL:
        if endpoint.body in (None, bytes):
            continue
        headers = {"X-CSRF-Token": browser.csrf, "Content-Type": "application/json"}
        url = f"{browser.base}{PREFIX}{path_of(endpoint)}"
        for data, field in ((b"{", None), (b'"text"', None), (b"\xff", None)):
            async with browser.session.request(endpoint.method, url, data=data, headers=headers) as response:
                body = await response.json(content_type=None)
                assert response.status == 422, (endpoint.path, body)
                assert body.get("field") == field
                assert response.content_type == "application/problem+json"
    status, body = await browser.request("POST", "/session", data="login=ann")
    assert (status, body["field"]) == (422, "Content-Type")


async def test_unknown_query_parameters_are_named(desk: Desk):
    browser = await desk.browser("adm")
    checked = [endpoint for endpoint in ALL if endpoint.query is not None and endpoint.body is None]
    for endpoint in checked:
        status, body = await browser.get(f"{path_of(endpoint)}?surprise=1")
        assert (status, body.get("field")) == (422, "surprise"), (endpoint.path, body)
    assert checked


async def test_every_route_is_described_and_every_description_routed(desk: Desk):
    described = {
        (method.upper(), path) for path, methods in document(AREAS)["paths"].items() for method in methods
    }
    app = desk.server.app
    assert isinstance(app, web.Application)
    routed = {
        (route.method, route.resource.canonical.removeprefix(PREFIX))
        for route in app.router.routes()
        if route.resource and route.resource.canonical.startswith(PREFIX)
    }
    assert {(m, p) for m, p in routed if m != "HEAD" and p not in NOT_DESCRIBED} == described


async def test_the_description_is_served_and_whole(desk: Desk):
    browser = await desk.browser()
    status, served = await browser.get("/openapi.json")
    assert status == 200
    assert served == json.loads(msgspec.json.encode(document(AREAS)))
    references = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(served)))
    assert references <= set(served["components"]["schemas"])
    names = [operation["operationId"] for path in served["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))
    for path, methods in served["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path


async def test_unknown_paths_and_methods_answer_problems(desk: Desk):
    browser = await desk.browser("ann")
    assert (await browser.get("/nothing"))[1]["code"] == "not_found"
    status, body = await browser.put("/session", {})
    assert (status, body["code"]) == (405, "method_not_allowed")


def _sample(kind: Any) -> dict[str, Any]:
    """The least a body must have."""
    schema = msgspec.json.schema(kind)["$defs"]
    root = schema[kind.__name__]
    required = root.get("required", [])
    return {
        name: "2026-11-22T12:00:00Z" if name.endswith("_at") else _value(root["properties"][name], schema)
        for name in required
    }


def _value(schema: dict[str, Any], defs: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _value(defs[schema["$ref"].rpartition("/")[2]], defs)
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return None  # what may be left open
    return {"string": "x", "integer": 1, "boolean": True, "array": [], "object": {}}[schema["type"]]
