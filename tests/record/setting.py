"""What several tests of the record write."""

#: The body of a recorded decision, as small as one may be.
DECISION = {
    "decision": "eligible",
    "finish": False,
    "protocol": {},
    "program": "0.1.0",
    "criteria": [],
    "answers": {},
    "missing": [],
    "withdrawn": None,
    "stopped": None,
}
