-- The store. What is written as history is never changed, and deleted only where it says so here.

-- Rules files, in the exact bytes with which screenings began.
CREATE TABLE rules (
    sha256 TEXT PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What happened, who, when: `header` is canonical JSON. `screening` is 0 for the store's own events;
-- `version` counts within it. `hash` is that of the whole event, what it says included, and of the
-- one before.
CREATE TABLE events (
    sequence INTEGER PRIMARY KEY,
    screening INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    header TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    UNIQUE (screening, version)
) STRICT;

-- Whoever looks for a candidate finds a corrected code without reading every event.
CREATE INDEX corrected_codes ON events (screening)
WHERE substr(header, 63, 20) = 'candidate_corrected"';

-- What each event says, as canonical JSON. Apart from the trail, so that personal data entered by
-- mistake can be taken out of here without a gap in who did what, and when.
CREATE TABLE bodies (
    sequence INTEGER PRIMARY KEY REFERENCES events (sequence),
    salt BLOB NOT NULL CHECK (length(salt) = 16),
    body TEXT NOT NULL
) STRICT;

-- What an account's password is checked against. The trail holds the SHA-256 of each, so that one put
-- here by anything but the program is found, and none of those that were replaced.
CREATE TABLE credentials (
    account TEXT PRIMARY KEY,
    secret TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER rules_stay BEFORE UPDATE ON rules
BEGIN SELECT raise(ABORT, 'history is never changed'); END;
CREATE TRIGGER rules_remain BEFORE DELETE ON rules
BEGIN SELECT raise(ABORT, 'history is never deleted'); END;
CREATE TRIGGER events_stay BEFORE UPDATE ON events
BEGIN SELECT raise(ABORT, 'history is never changed'); END;
CREATE TRIGGER events_remain BEFORE DELETE ON events
BEGIN SELECT raise(ABORT, 'history is never deleted'); END;
CREATE TRIGGER bodies_stay BEFORE UPDATE ON bodies
BEGIN SELECT raise(ABORT, 'history is never changed'); END;
-- What an event says goes in the transaction that records why, and then alone.
CREATE TRIGGER bodies_remain BEFORE DELETE ON bodies
-- Its header has the kind at a fixed place, and its body begins with the numbers, between commas.
WHEN NOT EXISTS (
    SELECT 1 FROM events JOIN bodies USING (sequence)
    WHERE sequence = (SELECT max(sequence) FROM events)
        AND substr(header, 63, 9) = 'redacted"'
        AND substr(body, 1, 11) = '{"events":['
        AND instr(
            ',' || substr(body, 12, instr(body, ']') - 12) || ',', ',' || OLD.sequence || ','
        )
)
BEGIN SELECT raise(ABORT, 'history is never deleted'); END;
-- REPLACE deletes without asking the triggers above, so what takes no new place is refused first.
CREATE TRIGGER rules_once BEFORE INSERT ON rules
WHEN EXISTS (SELECT 1 FROM rules WHERE sha256 = NEW.sha256)
BEGIN SELECT raise(ABORT, 'history is never changed'); END;
CREATE TRIGGER events_once BEFORE INSERT ON events
WHEN NEW.sequence IS NOT (SELECT ifnull(max(sequence), 0) + 1 FROM events)
     OR NEW.version IS NOT
        (SELECT ifnull(max(version), 0) + 1 FROM events WHERE screening = NEW.screening)
BEGIN SELECT raise(ABORT, 'history is never changed, it only grows at its end'); END;
CREATE TRIGGER bodies_once BEFORE INSERT ON bodies
WHEN NEW.sequence IS NOT (SELECT max(sequence) FROM events)
     OR EXISTS (SELECT 1 FROM bodies WHERE sequence = NEW.sequence)
BEGIN SELECT raise(ABORT, 'history is never changed, it only grows at its end'); END;
