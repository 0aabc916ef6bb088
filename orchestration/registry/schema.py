"""JSON Schemas of declarations, published in `docs/schema` so that editors complete and check them.

They are made from the models and never written by hand: `make schema` writes them anew. What the models require
of several keys together cannot be said in a schema; `anlan check` says that.
"""

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from anlan.home import CHECKOUT
from orchestration.registry.catalogue import IndicatorList
from orchestration.registry.city import City
from orchestration.registry.documents import Declaration
from orchestration.registry.safety_index import SafetyIndex
from orchestration.registry.source import Source
from orchestration.registry.template import SCHEMAS

MODELS: dict[str, type[Declaration]] = {
    "source": Source,
    "city": City,
    "indicators": IndicatorList,
    "safety_index": SafetyIndex,
}


class _Generator(GenerateJsonSchema):
    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """What may be written shorter: one text for a list of one (`Names`), a header for a coordinate."""
        inner = self.generate_inner(schema["schema"])
        if inner.get("type") == "array":
            return {"anyOf": [inner["items"], inner]}
        return {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, inner]}


def schema_of(name: str) -> dict[str, Any]:
    """The schema of the declarations of one name of `MODELS`."""
    model = MODELS[name]
    schema = model.model_json_schema(schema_generator=_Generator)
    version = schema["properties"]["schema_version"]["const"]
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": f"urn:anlan:schema:{name}:{version}",
    } | schema


def schema_text(name: str) -> str:
    return json.dumps(schema_of(name), ensure_ascii=False, indent=2) + "\n"


def schema_path(name: str) -> Path:
    return CHECKOUT / SCHEMAS / f"{name}.schema.json"


def write_schemas() -> None:
    """Write the schemas into the checkout."""
    for name in MODELS:
        schema_path(name).write_text(schema_text(name), encoding="utf-8")


if __name__ == "__main__":
    write_schemas()
