"""A question of each type."""

QUESTIONS = {
    "b": "type: boolean",
    "c": "type: choice, options: {g1: One, g2: Two}",
    "m": "type: choices, options: {x: X, y: Y}",
    "i": "type: integer",
    "n": "type: decimal",
    "r": "type: decimal, min: 1, max: 10",
    "q": "type: quantity, unit: mmol/L, units: {mg/dL: 0.0555}",
    "k": "type: quantity, unit: mmol/L, units: {mg/dL: 0.0555}, min: 1, max: 20",
    "d": "type: date",
    "f": "type: date, future: yes",
    "o": "type: date, ongoing: yes",
    "l": "type: date, min: 2020-01-01, max: reference",
    "t": "type: text",
    "s": "type: series, fields: {a: {type: integer, ask: A, min: 0}, u: {type: choices, ask: B, "
    "options: {x: X, y: Y}}, w: {type: date, ask: C}, v: {type: quantity, ask: D, unit: kg}}",
    "z": "type: integer, derive: {sum: [i, 1]}",
}
