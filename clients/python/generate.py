"""Makes `kck_client/shapes.py` and `kck_client/calls.py` of an OpenAPI document.

python clients/python/generate.py https://city.example/api/v1/openapi.json
"""

import json
import keyword
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.request import urlopen

HERE = Path(__file__).parent / "kck_client"
PREFIX = "/api/v1"
# errors are exceptions, and an empty body needs no shape
_LEFT_OUT = {"Problem", "NothingIn"}
_PLAIN = {"string": "str", "number": "float", "integer": "int", "boolean": "bool"}
_SHAPES = '"""What the city tells and takes. Generated: see generate.py."""'
_CALLS = '"""Every call of the API, one method each. Generated: see generate.py."""'
_IMPORTS = (
    ("collections.abc", ("Mapping", "Sequence")),
    ("dataclasses", ("dataclass", "field")),
    ("datetime", ("datetime",)),
    ("typing", ("Any", "Literal", "cast")),
)
_OURS = """\
from kck_client import shapes
from kck_client.transport import Transport
"""
_CLASS = '''\
class Calls(Transport):
    """The calls as they are; `Kck` has a few that are handier."""
'''
Schema = Mapping[str, Any]
Document = Mapping[str, Any]


def main() -> None:
    with urlopen(sys.argv[1]) as answer:  # noqa: S310  (whoever runs this names the address)
        document = json.load(answer)
    for name, text in generated(document).items():
        (HERE / name).write_text(text, encoding="utf-8")


def generated(document: Document) -> dict[str, str]:
    """The text of each file."""
    shapes = "\n\n\n".join(_shapes(document["components"]["schemas"]))
    calls = _CLASS + "\n".join(_calls(document))
    return {
        "shapes.py": f"{_SHAPES}\n\n{_imports(shapes)}\n\n\n{shapes}\n",
        "calls.py": f"{_CALLS}\n\n{_imports(calls)}\n\n{_OURS}\n\n{calls}\n",
    }


def _imports(text: str) -> str:
    """As many as are used."""
    code = re.sub(r'""".*?"""', "", text, flags=re.DOTALL)
    used = [
        (module, [name for name in names if re.search(rf"\b{name}\b", code)])
        for module, names in _IMPORTS
    ]
    return "\n".join(f"from {module} import {', '.join(names)}" for module, names in used if names)


def _shapes(schemas: Mapping[str, Schema]) -> Iterator[str]:
    """Those of bodies are only written as classes where they stand inside another."""
    inside = {name for shape in schemas.values() for name in _named_in(shape)}
    for name in _in_order(schemas):
        body, query = name.endswith("In"), name.endswith("Query")
        if name not in _LEFT_OUT and not query and (not body or name in inside):
            yield _shape(name, schemas[name])


def _in_order(schemas: Mapping[str, Schema]) -> list[str]:
    """Each shape after those that it is made of."""
    done: list[str] = []

    def add(name: str) -> None:
        for part in sorted(_named_in(schemas[name])):
            if part != name and part not in done:
                add(part)
        if name not in done:
            done.append(name)

    for name in sorted(schemas):
        add(name)
    return done


def _named_in(schema: Any) -> set[str]:
    if isinstance(schema, Mapping):
        own = {str(schema["$ref"]).rpartition("/")[2]} if "$ref" in schema else set()
        return own.union(*(_named_in(one) for one in schema.values()))
    if isinstance(schema, list):
        return set().union(*(_named_in(one) for one in schema))
    return set()


def _shape(name: str, schema: Schema) -> str:
    lines = ["@dataclass(frozen=True, kw_only=True)", f"class {name}:"]
    if about := schema.get("description"):
        lines += [f'    """{" ".join(about.split())}"""', ""]
    needed = schema.get("required", [])
    for field, own in schema.get("properties", {}).items():
        default = "" if field in needed else f" = {_default(own)}"
        lines.append(f"    {_python(field)}: {_type(own, shapes='')}{default}")
    return "\n".join(lines)


def _default(schema: Schema) -> str:
    known = schema.get("default")
    if isinstance(known, list | dict):
        return f"field(default_factory={type(known).__name__})"
    return json.dumps(known) if isinstance(known, str) else repr(known)


def _type(schema: Schema, *, shapes: str = "shapes.", given: bool = False) -> str:
    if "$ref" in schema:
        return shapes + str(schema["$ref"]).rpartition("/")[2]
    if choices := schema.get("anyOf") or schema.get("allOf"):
        return " | ".join(dict.fromkeys(_type(one, shapes=shapes, given=given) for one in choices))
    if "enum" in schema:
        return f"Literal[{', '.join(json.dumps(one) for one in schema['enum'])}]"
    match schema.get("type"):
        case "null":
            return "None"
        case "array":
            one = _type(schema.get("items", {}), shapes=shapes, given=given)
            return f"{'Sequence' if given else 'list'}[{one}]"
        case "object":
            inside = schema.get("additionalProperties")
            one = _type(inside, shapes=shapes, given=given) if isinstance(inside, dict) else "Any"
            return f"Mapping[str, {one}]"
        case "string" if schema.get("format") == "date-time":
            return "datetime"
    return _PLAIN.get(str(schema.get("type")), "Any")


def _python(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def _calls(document: Document) -> Iterator[str]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield _call(path.removeprefix(PREFIX), method.upper(), operation, document)


def _call(path: str, method: str, operation: Schema, document: Document) -> str:
    name = operation["operationId"]
    if path == "/photos":
        return _upload(name, operation)
    parts = [one["name"] for one in operation["parameters"] if one["in"] == "path"]
    query = [one for one in operation["parameters"] if one["in"] == "query"]
    body = _body(operation, document)
    headers = _headers(operation)
    arguments = [f"{_python(one)}: str" for one in parts]
    optional = [
        *(_argument(one["name"], one["schema"], one["required"]) for one in query),
        *(_argument(field, own, field in body.get("required", [])) for field, own in _of(body)),
        *(f'{argument}: str = ""' for argument in headers),
    ]
    optional.sort(key=lambda one: " = " in one)
    listed = ", ".join(["self", *arguments, *(["*", *optional] if optional else [])])
    kind = _answer(operation)
    lines = [f"\n    def {name}({listed}) -> {kind}:", f'        """{_about(operation)}"""']
    lines += ["        found = self.call(", f'            "{method}", "{path}", {kind},']
    if parts:
        lines.append(f"            parts={_dict(parts)},")
    if query:
        lines.append(f"            query={_dict([one['name'] for one in query])},")
    if method == "POST":
        lines.append(f"            body={_dict([field for field, _own in _of(body)])},")
    if headers:
        told = ", ".join(f'"{header}": {argument}' for argument, header in headers.items())
        lines.append(f"            headers={{{told}}},")
    return "\n".join([*lines, "        )", f"        return cast({json.dumps(kind)}, found)"])


def _upload(name: str, operation: Schema) -> str:
    kind = _answer(operation)
    return f'''
    def {name}(self, photo: bytes, *, key: str = "") -> {kind}:
        """{_about(operation)}"""
        found = self.upload("/photos", {kind}, photo=photo, headers={{"Idempotency-Key": key}})
        return cast("{kind}", found)'''


def _about(operation: Schema) -> str:
    return " ".join(str(operation.get("description", operation["operationId"])).split())


def _of(body: Schema) -> list[tuple[str, Schema]]:
    return list(body.get("properties", {}).items())


def _body(operation: Schema, document: Document) -> Schema:
    content = operation.get("requestBody", {}).get("content", {})
    named = [
        name for name in _named_in(content.get("application/json", {})) if name not in _LEFT_OUT
    ]
    found: Schema = document["components"]["schemas"][named[0]] if named else {}
    return found


def _headers(operation: Schema) -> dict[str, str]:
    """Argument -> header: secrets of a case, the key of a write, what an act relies on."""
    found: dict[str, str] = {}
    ways = {name for way in operation.get("security", []) for name in way}
    if "CaseToken" in ways:
        found |= {"case_token": "Case-Token", "case_code": "Case-Code"}
    for parameter in operation["parameters"]:
        if parameter["name"] == "Idempotency-Key":
            found["key"] = "Idempotency-Key"
        if parameter["name"] == "If-Match":
            found["if_match"] = "If-Match"
    return found


def _argument(name: str, schema: Schema, required: bool) -> str:
    kind = _type(schema, given=True)
    if required:
        return f"{_python(name)}: {kind}"
    known = schema.get("default")
    if isinstance(known, list | dict):
        known = None
        kind = f"{kind} | None"
    default = json.dumps(known) if isinstance(known, str) else repr(known)
    return f"{_python(name)}: {kind} = {default}"


def _dict(names: list[str]) -> str:
    return "{" + ", ".join(f'"{name}": {_python(name)}' for name in names) + "}"


def _answer(operation: Schema) -> str:
    for status in ("200", "201"):
        content = operation["responses"].get(status, {}).get("content", {})
        if "application/json" in content:
            return _type(content["application/json"]["schema"])
        if content:
            return "bytes"
    return "Any"


if __name__ == "__main__":
    main()
