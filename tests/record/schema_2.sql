-- The store. Everything here is history: what is written is never changed and never deleted.

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

-- What each event says, as canonical JSON. Apart from the trail, so that personal data entered by
-- mistake can be taken out of here without a gap in who did what, and when.
CREATE TABLE bodies (
    sequence INTEGER PRIMARY KEY REFERENCES events (sequence),
    salt BLOB NOT NULL CHECK (length(salt) = 16),
    body TEXT NOT NULL
) STRICT;

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
CREATE TRIGGER bodies_remain BEFORE DELETE ON bodies
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
