"""The screening log: what each line says, and how it leaves the store."""

import csv
import io
import json
import re
import sys
import zipfile
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from screener.interview.decisions_told import anew_told
from screener.interview.log_files import defused, written
from screener.interview.refusals import Refused
from screener.interview.screening_log import cells, export_log, heads, log_data, log_lines, read_log
from screener.interview.sitting import Given, Sitting
from screener.language import in_language
from screener.protocol.roles import Role
from screener.record.errors import StoreError
from screener.record.events import EventKind, Person
from screener.record.outcomes import Code, Outcome
from screener.record.rights import NotAllowed
from screener.record.store import Seen
from tests.interview.setting import DOCTOR, NURSE, REAL_RULES, RULES, answer_until, value
from tests.interview.signing import SIGNER, sign
from tests.people import approved

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", " =1", "'=1", "＝1", "a\n=1")


def rows_of(store, person=NURSE):
    return {row.number: row for row in read_log(store, person)}


@pytest.fixture
def several(store, clock, quick_passwords):
    """A refusal, screened again; an enrolment; a withdrawal; one in progress; of real rules."""
    rules = REAL_RULES.read_bytes()
    approved(store, rules)

    def begin(code, after=None):
        return Sitting.open(
            store, store.new_screening(rules, code, NURSE, "en", after=after), NURSE, "en"
        )

    refused = begin("DL-001")
    refused.give("consent", Given({"value": "declined"}))
    refused.record_decision()
    refused.record_outcome(Outcome.DECLINED, code=Code.RISK)
    clock.advance(timedelta(days=40))
    again = begin("DL-001", Seen(refused.number, refused.version))
    again.give("consent", Given({"value": "signed"}))
    again.give("consent_date", Given({"value": "2026-04"}))
    gone = begin("DL-002")
    gone.withdraw("=HYPERLINK(evil) Anna Schmidt", Code.OTHER)
    return store


def test_each_screening_is_one_line_without_any_identifier(several):
    # record 10
    found = rows_of(several)
    assert list(found) == ["S-0001", "S-0002", "S-0003"]
    assert cells(found["S-0001"])[:12] == (
        *("S-0001", "1", "", "2026-03-02", "2026-03-02", "", "2026-03-02"),
        *("declined to take part", "", "I8, E7", "13", "worries about risks or side effects"),
    )
    assert cells(found["S-0002"])[:12] == (
        *("S-0002", "2", "2026-04", "2026-04-11", "", "", "2026-04-11", "in progress"),
        *("", "", "", ""),
    )
    assert (found["S-0003"].outcome, found["S-0003"].code) == ("withdrawn", "other")
    everything = json.dumps(log_data(list(found.values()))) + str([*map(cells, found.values())])
    assert not re.search("DL-|Schmidt|Ana|Nurse", everything)


def test_a_training_screening_counts_as_no_episode(several):
    # record 24
    rules = RULES.encode()
    practised = several.new_screening(rules, "DL-001", NURSE, "en")
    number = several.new_screening(rules, "DL-009", NURSE, "en")
    Sitting.open(several, number, NURSE, "en").stop("practised enough")
    version = len(several.events(number))
    after = several.new_screening(rules, "DL-009", NURSE, "en", after=Seen(number, version))
    found = rows_of(several)
    assert [found[one].episode for one in ("S-0001", "S-0002", "S-0003")] == [1, 2, 1]
    for one in (practised, number, after):
        assert (found[one].training, found[one].episode, cells(found[one])[1]) == (True, 0, "")
    assert log_data([found[practised]])[0]["episode"] is None


def test_a_recorded_screen_failure_stays_one_whatever_time_does_to_it(store, sitting, clock):
    answer_until(sitting, "glucose")
    sitting.give("glucose", value("9 mmol/L", "2026-02-20"))
    sitting.record_decision()
    clock.advance(timedelta(days=60))
    (row,) = read_log(store, NURSE)
    assert store.screenings()[0].stage == "ineligible"
    assert (row.outcome, row.failed) == ("ineligible", ("I3",))
    sitting = Sitting.open(store, "S-0001", NURSE, "en")
    sitting.give("glucose", value("5 mmol/L", "2026-02-20"), reason="misread")
    (row,) = read_log(store, NURSE)
    assert (row.outcome, row.failed) == ("in_progress", ())


def test_the_log_says_that_time_or_a_correction_has_undone_what_was_decided_and_signed(
    doctor, store, clock, tmp_path
):
    # record 15
    sign(doctor)

    def said():
        (row,) = read_log(store, SIGNER)
        (data,) = log_data([row])
        kept = ("signature_void", "changed_by_time", "to_be_recorded_anew")
        return dict(zip(heads(), cells(row), strict=True)), [data[key] for key in kept]

    told, kept = said()
    assert (told["Outcome"], told["Caution"], kept) == ("eligible", "", [False, False, False])
    doctor.give("born", value("1981-05-17"), reason="misread")
    told, kept = said()
    assert (told["Outcome"], told["Caution"]) == (
        "eligible",
        "signature void, to be recorded anew",
    )
    assert kept == [True, False, True]
    doctor.record_decision()
    sign(doctor)
    assert said()[0]["Caution"] == ""
    clock.advance(timedelta(days=60))
    told, kept = said()
    assert (told["Outcome"], told["Caution"]) == ("eligible", "time has changed it since")
    assert kept == [False, True, False]
    export_log(store, SIGNER, tmp_path / "log.csv", "csv")
    with (tmp_path / "log.csv").open(newline="", encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert (row["Outcome"], row["Caution"]) == ("eligible", "time has changed it since")


def test_an_enrolment_has_the_day_of_its_decision_and_its_own(store, sit, clock):
    doctor = sit(DOCTOR)
    answer_until(doctor)
    doctor.record_decision()
    clock.advance(timedelta(days=9))
    doctor.record_outcome(Outcome.ENROLLED, on=date(2026, 3, 6))
    (row,) = read_log(store, DOCTOR)
    assert (row.outcome, row.decided, row.failed, row.code) == (
        *("enrolled", "2026-03-02", ()),
        None,
    )
    assert (row.enrolled, row.last) == ("2026-03-06", "2026-03-11")
    assert dict(zip(heads(), cells(row), strict=True))["Enrolled on"] == "2026-03-06"
    assert log_data([row])[0]["enrolled"] == "2026-03-06"
    assert "Enrolled on: 2026-03-06" in next(log_lines([row]))


def test_an_enrolment_whose_answers_were_corrected_stands_with_a_caution(store, sit):
    doctor = sit(DOCTOR)
    answer_until(doctor)
    doctor.record_decision()
    doctor.record_outcome(Outcome.ENROLLED, on=date(2026, 3, 2))
    assert read_log(store, DOCTOR)[0].anew is False
    doctor.give("consent", value(False), reason="the wrong form")
    (row,) = read_log(store, DOCTOR)
    cautioned = dict(zip(heads(), cells(row), strict=True))
    assert cautioned["Caution"] == "to be recorded anew"
    assert row.enrolled == "2026-03-02"
    assert anew_told(doctor.state).endswith("It is to be recorded anew.")


def test_nothing_is_to_be_recorded_anew_of_whom_was_screened_again(store, clock, quick_passwords):
    rules = REAL_RULES.read_bytes()
    approved(store, rules)
    failed = Sitting.open(store, store.new_screening(rules, "DL-1", NURSE, "en"), NURSE, "en")
    failed.give("consent", Given({"value": "declined"}))
    failed.record_decision()
    seen = Seen(failed.number, failed.version)
    store.new_screening(rules, "DL-1", NURSE, "en", after=seen)
    late = Sitting.open(store, failed.number, NURSE, "en")
    late.give("consent", Given({"value": "signed"}), reason="the wrong form")
    assert anew_told(late.state) == "The recorded decision does not hold any more."
    assert rows_of(store)[failed.number].anew is False


def test_the_log_speaks_the_language_of_the_program_and_its_data_speaks_codes(several):
    with in_language("zh"):
        assert len(heads()) == len(cells(read_log(several, NURSE)[0]))
    data = log_data(read_log(several, NURSE))[0]
    assert (data["outcome"], data["reason"], data["failed"]) == ("declined", "risk", ["I8", "E7"])


def test_the_log_is_not_for_every_role(several):
    with pytest.raises(NotAllowed):
        read_log(several, Person("An Author", Role.AUTHOR))
    with pytest.raises(NotAllowed):
        read_log(several, Person("An Administrator", Role.ADMINISTRATOR))
    assert read_log(several, Person("An Auditor", Role.AUDITOR))


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_an_export_is_recorded_and_sealed_with_what_left(several, tmp_path, format, posix_mode):
    # record 1
    path = tmp_path / f"log.{format}"
    auditor = Person("An Auditor", Role.AUDITOR)
    event = export_log(several, auditor, path, format)
    assert event.kind is EventKind.LOG_EXPORTED
    assert event.number == ""
    assert (event.person, event.on) == (auditor, several.today())
    assert event.body == {
        "format": format,
        "screenings": 3,
        "sha256": sha256(path.read_bytes()).hexdigest(),
        "file": path.name,
    }
    assert several.store_events()[-1].kind is EventKind.SEALED
    assert posix_mode(path) == 0o600


def test_an_export_overwrites_nothing_and_leaves_nothing_behind_that_was_not_recorded(
    several, tmp_path, monkeypatch
):
    path = tmp_path / "log.csv"
    path.write_text("mine")
    with pytest.raises(StoreError, match="is there already"):
        export_log(several, NURSE, path, "csv")
    assert path.read_text() == "mine"

    def fails(*arguments):
        raise StoreError("The disk is full.", "Make room.")

    monkeypatch.setattr(several, "record", fails)
    with pytest.raises(StoreError, match="disk is full"):
        export_log(several, NURSE, tmp_path / "other.csv", "csv")
    assert not (tmp_path / "other.csv").exists()


def test_a_format_there_is_not_is_refused_before_any_file_is_made(several, tmp_path):
    with pytest.raises(Refused, match="There is no format ods"):
        export_log(several, NURSE, tmp_path / "log.ods", "ods")
    assert list(tmp_path.glob("log*")) == []


def test_without_its_library_xlsx_says_what_to_install(several, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(Refused, match="pip install 'screener\\[xlsx\\]'"):
        export_log(several, NURSE, tmp_path / "log.xlsx", "xlsx")
    assert not (tmp_path / "log.xlsx").exists()


@pytest.mark.parametrize("cell", HOSTILE[:-1])
def test_no_cell_of_a_csv_is_a_formula(cell):
    assert defused(cell) == f"'{cell}"
    content = written("csv", "Log", ["head"], [[cell]], NOON).decode("utf-8-sig")
    (_head, read) = csv.reader(io.StringIO(content, newline=""))
    assert read == [f"'{cell}"]


def test_a_csv_is_as_rfc_4180_has_it_behind_the_mark_by_which_spreadsheets_know_utf_8():
    content = written("csv", "Log", ["a", "b"], [['say "yes", or', "一\nline"], ["1", ""]], NOON)
    assert content == b"\xef\xbb\xbf" + 'a,b\r\n"say ""yes"", or","一\nline"\r\n1,\r\n'.encode()


def test_no_cell_of_a_spreadsheet_is_a_formula_a_number_or_a_link():
    table = [[cell, "https://example.org", "0012"] for cell in HOSTILE if "\r" not in cell]
    content = written("xlsx", "Log", ["a", "b", "c"], table, NOON)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        texts = parts.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert sheet.count('t="s"') == sheet.count("<c ") == 3 * (1 + len(table))
    assert "=1+1" in texts


def test_a_day_is_a_day_in_a_spreadsheet_and_a_month_stays_what_was_said(several, tmp_path):
    export_log(several, NURSE, tmp_path / "log.xlsx", "xlsx")
    with zipfile.ZipFile(tmp_path / "log.xlsx") as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "yyyy-mm-dd" in parts.read("xl/styles.xml").decode()
        assert "2026-04<" in parts.read("xl/sharedStrings.xml").decode()
    days = (date(2026, 3, 2) - date(1899, 12, 30)).days
    assert re.search(rf'<c r="D2" s="[1-9]"><v>{days}</v>', sheet)
    assert re.search(r'<c r="C3" t="s">', sheet)
    (_head, row) = csv.reader(
        io.StringIO(written("csv", "Log", ["a"], [[date(2026, 3, 2)]], NOON).decode("utf-8-sig"))
    )
    assert row == ["2026-03-02"]


def test_a_number_is_a_number_in_a_spreadsheet_and_where_there_is_nothing_is_no_cell(
    several, tmp_path
):
    export_log(several, NURSE, tmp_path / "log.xlsx", "xlsx")
    with zipfile.ZipFile(tmp_path / "log.xlsx") as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert '<c r="B2"><v>1</v></c>' in sheet
    assert '<c r="B3"><v>2</v></c>' in sheet
    assert '<c r="K2"><v>13</v></c>' in sheet
    # Neither a day of consent nor an enrolment, nor a caution.
    assert not re.search('r="(C2|F2|I2|K3)"', sheet)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Screening log", "Screening log"),
        ("筛选日志", "筛选日志"),
        ("'a/b\\c: [d]*?'", "a b c   d"),
        ("The log of every screening at this site", "The log of every screening at t"),
    ],
)
def test_a_sheet_has_the_name_of_the_table_as_far_as_a_spreadsheet_takes_it(title, name):
    content = written("xlsx", title, ["a"], [["1"]], NOON)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert f'<sheet name="{name}" ' in parts.read("xl/workbook.xml").decode()


@pytest.mark.parametrize(("language", "name"), [("en", "Screening log"), ("zh", "筛选日志")])
def test_the_sheet_of_the_log_is_called_so_in_either_language(several, tmp_path, language, name):
    with in_language(language):
        export_log(several, NURSE, tmp_path / "log.xlsx", "xlsx")
    with zipfile.ZipFile(tmp_path / "log.xlsx") as parts:
        assert f'<sheet name="{name}" ' in parts.read("xl/workbook.xml").decode()


def test_the_log_is_said_by_line_and_written_by_line(talk, several, tmp_path):
    said = talk("/log", f"/log {tmp_path / 'log.csv'}", f"/log {tmp_path / 'LOG2.CSV'}", "/quit")
    line = "S-0001, Episode: 1, Begun: 2026-03-02, Decision: 2026-03-02, Last entry: 2026-03-02, "
    assert line + "Outcome: declined to take part, Failed criteria: I8" in said
    assert f"Written to {tmp_path / 'log.csv'}." in said
    assert f"Written to {tmp_path / 'LOG2.CSV'}." in said
    assert (tmp_path / "log.csv").read_bytes().startswith(b"\xef\xbb\xbfNumber,Episode,Consent,")


@pytest.mark.parametrize("typed", ["csv", "log", ".csv"])
def test_by_line_a_format_alone_is_no_file_and_it_says_what_to_type(
    talk, several, tmp_path, monkeypatch, typed
):
    monkeypatch.chdir(tmp_path)
    said = talk(f"/log {typed}", "/quit")
    needed = "The name of a file is needed, which ends in .csv or .xlsx."
    assert f"{needed} Type it behind /log, as in /log FILE.csv." in said
    assert several.store_events([EventKind.LOG_EXPORTED]) == []


def test_the_day_of_the_last_entry_stays_when_a_screening_is_only_opened(several, clock):
    clock.advance(timedelta(days=5))
    Sitting.open(several, "S-0002", NURSE, "en").switch_language("zh")
    row = rows_of(several)["S-0002"]
    assert (row.last, cells(row)[6], log_data([row])[0]["last_entry"]) == ("2026-04-11",) * 3
    Sitting.open(several, "S-0002", NURSE, "en").stop("called away")
    assert rows_of(several)["S-0002"].last == "2026-04-16"


def test_rules_without_a_day_of_consent_leave_it_empty(store, sitting):
    assert "consent_date" not in RULES
    assert read_log(store, NURSE)[0].consent == ""
