"""The published schema is one that editors can use beside the loader."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from screener.protocol.loading.shape import SCHEMA

SCHEMA_DATA = json.loads(SCHEMA.read_text(encoding="utf-8"))
ROOT = Path(__file__).parents[2]
GOOD = [ROOT / "tests" / "protocol" / "good" / "whole.yaml", ROOT / "rules" / "criteria.yaml"]


class Editor(yaml.CSafeLoader):
    """Resolves plain scalars as YAML 1.2 does, and so the language servers of editors."""


Editor.yaml_implicit_resolvers = {}
for pattern, tag, first in (
    (r"^(?:true|True|TRUE|false|False|FALSE)$", "bool", "tTfF"),
    (r"^[-+]?[0-9]+$", "int", "-+0123456789"),
    (r"^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?$", "float", "-+.0123456789"),
    (r"^(?:~|null|Null|NULL|)$", "null", ["~", "n", "N", ""]),
):
    import re

    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


def test_the_schema_is_a_valid_schema_of_the_draft_it_names():
    assert SCHEMA_DATA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMA_DATA)


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_an_editor_finds_nothing_wrong_with_a_good_file(file):
    data = yaml.load(file.read_text(encoding="utf-8"), Loader=Editor)
    errors = Draft202012Validator(SCHEMA_DATA).iter_errors(data)
    assert [(error.json_path, error.message) for error in errors] == []


def test_an_editor_shows_a_title_and_a_description_for_every_key():
    missing = []

    def look(schema, path):
        if isinstance(schema, dict):
            for name, key in schema.get("properties", {}).items():
                if (
                    not {"title", "description"} <= key.keys()
                    and "not" not in key
                    and path[-1:] != ["if"]
                ):
                    target = key.get("$ref", "").removeprefix("#/$defs/")
                    if not target or "description" not in SCHEMA_DATA["$defs"][target]:
                        missing.append([*path, name])
            for name, part in schema.items():
                look(part, [*path, name])
        elif isinstance(schema, list):
            for part in schema:
                look(part, path)

    look(SCHEMA_DATA, [])
    assert [path for path in missing if "allOf" not in path] == []
