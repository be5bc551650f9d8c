"""Loading: a rules file read, validated and compiled, against libyaml reading it alone."""

import functools
import gc

import yaml

from benchmarks.timing import ROUNDS, compare, target
from screener.cli.options import DEFAULT_RULES
from screener.engine.compiler import compiled
from screener.protocol.loading.loader import load_bytes


def rules(rounds: int = ROUNDS) -> None:
    """Compare on NCT04213131, with nothing kept from the round before."""
    data = DEFAULT_RULES.read_bytes()
    load_bytes(data, str(DEFAULT_RULES))
    caches = _caches()

    def whole() -> None:
        for cache in caches:
            cache.cache_clear()
        compiled(load_bytes(data, str(DEFAULT_RULES)))

    alone, ours, accepted = compare(
        f"rules of {len(data):,} bytes",
        {
            "yaml.CSafeLoader alone": lambda: yaml.load(data, Loader=yaml.CSafeLoader),
            "loaded, validated and compiled": whole,
            "read again from a store, not compiled": lambda: load_bytes(data, "", accepted=True),
        },
        rounds=rounds,
    )
    del accepted
    target("loaded, validated and compiled", ours / alone, most=8)


def _caches() -> list["functools._lru_cache_wrapper[object]"]:
    """Give every cache of the program and of the schema's validator."""
    return [
        one
        for one in gc.get_objects()
        if isinstance(one, functools._lru_cache_wrapper)
        and str(one.__module__).startswith(("screener.", "jsonschema", "referencing"))
    ]
