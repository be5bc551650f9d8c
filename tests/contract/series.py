"""A series with a field of each type, and what is true of its rows."""

from tests.contract.rules import ON, truth

VISITS = {
    "s": "type: series, fields: {ok: {type: boolean, ask: A}, n: {type: decimal, ask: B}, "
    "k: {type: choice, ask: C, options: {x: X, y: Y, z: Z}}, "
    "m: {type: choices, ask: D, options: {x: X, y: Y, z: Z}}, "
    "v: {type: quantity, ask: E, unit: mmol/L, units: {mg/dL: 0.0555}}, "
    "t: {type: date, ask: F, ongoing: yes}, "
    "g: {type: boolean, ask: G, when: {ok: yes}}}",
    "stop": "type: date, future: yes, ongoing: yes",
    "limit": "type: decimal",
    "n2": "type: decimal",
}


def row(day, **fields):
    return {"date": day, **fields}


def form(text, rows, on=ON, **answers):
    given = dict(answers) if rows is None else {"s": rows, **answers}
    return truth(VISITS, f"{{s: {{{text}}}}}", given, on=on)
