"""What nothing uses: questions, definitions, sections."""

from collections.abc import Iterator

from screener.protocol.loading.checks_cycles import Item, compared_outside, dependencies, read_by
from screener.protocol.loading.notes import Notes, is_id, quoted
from screener.protocol.loading.reader import Parts


def check_use(parts: Parts, notes: Notes) -> None:
    """Warn of what neither a rule, a `when` nor an `after` uses, directly or through others.

    What an unreadable part of the file mentions counts as used, so that no mistake is told twice.
    """
    if notes.lost:
        return
    mentioned = notes.mentioned()
    used = _used(parts, mentioned)
    for name, question in parts.known_questions.items():
        if not is_id(name):
            continue
        if question.for_record or name in mentioned or Item("question", name) in used:
            continue
        message = f"no rule uses the question {quoted(name)}"
        hint = "add `for_record: yes` if the record alone needs it"
        notes.warn("unused-question", question.place, message, hint)
    for name in parts.definitions:
        if is_id(name) and name not in mentioned and Item("definition", name) not in used:
            message = f"nothing in use refers to the definition {quoted(name)}"
            notes.warn("unused-definition", parts.definition_places[name], message)
    sections = {question.section for question in parts.known_questions.values()}
    for name, section in parts.sections.items():
        if name not in sections and name not in mentioned and None not in parts.questions.values():
            message = f"no question is asked in the section {quoted(name)}"
            notes.warn("unused-section", section.place, message)


def _used(parts: Parts, mentioned: set[str]) -> set[Item]:
    graph = dependencies(parts)
    used: set[Item] = set()
    waiting = list(_roots(parts))
    waiting.extend(Item("definition", name) for name in mentioned & parts.definitions.keys())
    waiting.extend(Item("question", name) for name in mentioned & parts.questions.keys())
    questions = parts.known_questions
    while waiting:
        item = waiting.pop()
        if item in used:
            continue
        used.add(item)
        derived = item.kind == "question" and item.id in questions and questions[item.id].derive
        if item.kind in ("definition", "criterion", "section") or derived:
            waiting.extend(graph.get(item, ()))
    return used


def _roots(parts: Parts) -> Iterator[Item]:
    for name in parts.criteria:
        yield Item("criterion", name)
    for name, section in parts.sections.items():
        if section.after is not None:
            yield Item("section", name)
    for name, question in parts.known_questions.items():
        if question.for_record and question.derive is not None:
            yield Item("question", name)
        if question.when is not None:
            yield from read_by(question.when)
        for field in question.fields.values():
            if field.when is not None:
                yield from compared_outside(field.when)
