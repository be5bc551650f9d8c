"""The syntax and the units of UCUM, the Unified Code for Units of Measure (ucum.org), version 2.2.

Codes are case sensitive: `[IU]/L`, `10*9/L`, `mL/min/{1.73_m2}`. Nothing is converted here: what a
question accepts beside its canonical unit, and by which factor, the rules file says.
"""

import re
import unicodedata
from functools import lru_cache

#: Units that take a prefix, such as `m` and `g` in `mg`.
_METRIC_UNITS = (
    "m s g rad K C cd mol sr Hz N Pa J W A V F Ohm S Wb Cel T H lm lx Bq Gy Sv l L ar t bar u eV "
    "pc [c] [h] [k] [eps_0] [mu_0] [e] [m_e] [m_p] [G] [g] [ly] gf Ky Gal dyn erg P Bi St Mx G Oe "
    "Gb sb Lmb ph Ci R RAD REM cal_[15] cal_[20] cal_m cal_IT cal_th cal tex m[H2O] m[Hg] eq osm "
    "g% kat U [iU] [IU] Np B B[SPL] B[V] B[mV] B[uV] B[10.nV] B[W] B[kW] st mho bit By Bd "
    # As laboratories write `[IU]`, and systems that hold to UCUM accept.
    "IU"
)
_OTHER_UNITS = (
    "10* 10^ [pi] % [ppth] [ppm] [ppb] [pptr] gon deg ' '' min h d a_t a_j a_g a wk mo_s mo_j mo_g "
    "mo AU [lbf_av] "
    "[in_i] [ft_i] [yd_i] [mi_i] [fth_i] [nmi_i] [kn_i] [sin_i] [sft_i] [syd_i] [cin_i] [cft_i] "
    "[cyd_i] [bf_i] [cr_i] [mil_i] [cml_i] [hd_i] "
    "[ft_us] [yd_us] [in_us] [rd_us] [ch_us] [lk_us] [rch_us] [rlk_us] [fth_us] [fur_us] [mi_us] "
    "[acr_us] [srd_us] [smi_us] [sct] [twp] [mil_us] "
    "[in_br] [ft_br] [rd_br] [ch_br] [lk_br] [fth_br] [pc_br] [yd_br] [mi_br] [nmi_br] [kn_br] "
    "[acr_br] "
    "[gal_us] [bbl_us] [qt_us] [pt_us] [gil_us] [foz_us] [fdr_us] [min_us] [crd_us] [bu_us] "
    "[gal_wi] [pk_us] [dqt_us] [dpt_us] [tbs_us] [tsp_us] [cup_us] [foz_m] [cup_m] [tsp_m] [tbs_m] "
    "[gal_br] [pk_br] [bu_br] [qt_br] [pt_br] [gil_br] [foz_br] [fdr_br] [min_br] "
    "[gr] [lb_av] [oz_av] [dr_av] [scwt_av] [lcwt_av] [ston_av] [lton_av] [stone_av] [pwt_tr] "
    "[oz_tr] [lb_tr] [sc_ap] [dr_ap] [oz_ap] [lb_ap] [oz_m] "
    "[lne] [pnt] [pca] [pnt_pr] [pca_pr] [pied] [pouce] [ligne] [didot] [cicero] "
    "[degF] [degR] [degRe] [Cal] [Btu_39] [Btu_59] [Btu_60] [Btu_m] [Btu_IT] [Btu_th] [Btu] [HP] "
    "[den] [in_i'H2O] [in_i'Hg] [PRU] [wood'U] [diop] [p'diop] %[slope] [mesh_i] [Ch] [drp] "
    "[hnsf'U] [MET] [hp'_X] [hp'_C] [hp'_M] [hp'_Q] [hp_X] [hp_C] [hp_M] [hp_Q] [kp_X] [kp_C] "
    "[kp_M] [kp_Q] [pH] [S] [HPF] [LPF] [arb'U] [USP'U] [GPL'U] [MPL'U] [APL'U] [beth'U] "
    "[anti'Xa'U] [todd'U] [dye'U] [smgy'U] [bdsk'U] [ka'U] [knk'U] [mclg'U] [tb'U] [CCID_50] "
    "[TCID_50] [EID_50] [PFU] [FFU] [CFU] [IR] [BAU] [AU] [Amb'a'1'U] [PNU] [Lf] [D'ag'U] [FEU] "
    "[ELU] [EU] Ao b att [psi] circ sph [car_m] [car_Au] [smoot] [m/s2/Hz^0.5] bit_s"
)
_WRITTEN_PREFIXES = "Ki Mi Gi Ti da Q R Y Z E P T G M k h d c m u n p f a z y r q"
_METRIC = frozenset(_METRIC_UNITS.split())
_OTHER = frozenset(_OTHER_UNITS.split())
_PREFIXES = tuple(_WRITTEN_PREFIXES.split())

#: One piece: a note in braces, a number, or a unit, which ends where its exponent begins. A
#: bracket is part of a unit, and whatever stands inside it.
_NOTE = re.compile(r"\{[^{}]*\}")
_NUMBER = re.compile(r"[0-9]+")
_UNIT = re.compile(r"10[*^]|(?:\[[^\[\]{}\s]*\]|[^\[\]{}()./0-9+\-\s])+(?:\[[^\[\]{}\s]*\])?")
_EXPONENT = re.compile(r"[+-]?[0-9]+")
_MOST_CHARACTERS = 200

#: UCUM code → what people write for it, in small letters.
_SPELLINGS = {
    "a": "year years yr yrs y",
    "mo": "month months mon mth mths",
    "wk": "week weeks wks",
    "d": "day days",
    "h": "hour hours hr hrs",
    "min": "minute minutes mins",
    "s": "second seconds sec secs",
    "ms": "msec msecs",
    "kg": "kgs kilogram kilograms",
    "g": "gm gms gram grams",
    "ug": "mcg microgram micrograms",
    "umol": "mcmol",
    "m": "metre metres meter meters",
    "L": "litre litres liter liters",
    "mL": "cc",
    "uL": "mcl",
    "[lb_av]": "lb lbs pound pounds",
    "[oz_av]": "oz",
    "[in_i]": "inch inches",
    "[ft_i]": "foot feet",
    "Cel": "degc °c celsius",
    "[degF]": "degf °f fahrenheit",
    "%": "percent pct",
    "{score}": "point points score",
    "[MET]": "met mets",
    "mm[Hg]": "mmhg",
    "cm[H2O]": "cmh2o",
    "[ppm]": "ppm",
    "[ppb]": "ppb",
    "[HPF]": "hpf",
    "[LPF]": "lpf",
    "[CFU]": "cfu",
    "[PFU]": "pfu",
    "[pH]": "ph",
    "[IU]": "iu",
    "m[IU]": "miu",
    "u[IU]": "uiu",
    "k[IU]": "kiu",
}
#: Codes that are told from what people write by their capitals alone.
_CODES = (
    "mol mmol umol nmol pmol kg g mg ug ng pg L dL mL uL fL mm cm um nm ms kPa Hz mV kcal kJ meq "
    "mosm U mU ukat"
)
_WORDS = {word: code for code, words in _SPELLINGS.items() for word in words.split()} | {
    code.casefold(): code for code in _CODES.split()
}
_BODY_SURFACE = re.compile(r"/ ?(?:\{ ?)?1\.73 ?[._]? ?(?:m2|sqm)(?: ?\})?")
_BETWEEN = re.compile(r"(\{[^{}]*\}|\[[^\[\]]*\]|10[*^]|[./()0-9+\-]+)")


@lru_cache(maxsize=1024)
def fault(code: str) -> str | None:
    """Say why a text is no UCUM code, as a clause; None where it is one."""
    if not code.strip():
        return "it is empty"
    if len(code) > _MOST_CHARACTERS:
        return f"it has more than {_MOST_CHARACTERS} characters"
    outside = _NOTE.sub("", code)
    if any(character.isspace() for character in outside):
        return "it has a space in it"
    if unknown := next((one for one in outside if not "!" <= one <= "~"), None):
        return (
            f"it has {f'`{unknown}`' if unknown.isprintable() else f'U+{ord(unknown):04X}'} in it"
        )
    return _Parser(code).fault()


@lru_cache(maxsize=256)
def respelt(text: str) -> str | None:
    """Give the UCUM code that is meant by a common spelling, such as `mmHg` or `kg/m²`."""
    if not text.strip() or len(text) > _MOST_CHARACTERS:
        return None
    if text.strip().casefold() in ("bpm", "beats per minute"):
        return "/min"
    plain = unicodedata.normalize("NFKC", text.strip()).replace("\u03bc", "u")
    plain = re.sub(r"\s+per\s+", "/", plain.replace("\u00b7", "."))
    plain = _BODY_SURFACE.sub("/{1.73_m2}", plain.replace("m^2", "m2"))
    plain = re.sub(r"\s*/\s*", "/", re.sub(r"^[x\u00d7*] ?(?=10[*^])", "", plain))
    plain = re.sub(r"\b10[eE](?=[0-9])", "10*", plain)
    plain = re.sub(r"(?<=[A-Za-z])\^(?=[0-9])", "", plain)
    code = "".join(
        part if fault(part) is None else _WORDS.get(part.casefold(), part)
        for part in _BETWEEN.split(plain)
        if part
    )
    return code if code != text and fault(code) is None else None


class _Parser:
    """Reads one code from left to right: terms joined by dots and slashes, in brackets or not."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._at = 0

    def fault(self) -> str | None:
        """Give what is wrong first."""
        depth = 0
        self._take("/")
        while True:
            while self._take("("):
                depth += 1
            if wrong := self._component():
                return wrong
            while self._take(")"):
                depth -= 1
            if depth < 0:
                return "it closes a bracket that is not open"
            if self._at == len(self._code):
                return "it does not close a bracket" if depth else None
            if not (self._take(".") or self._take("/")):
                return f"it lacks a dot or a slash before `{self._code[self._at :]}`"

    def _component(self) -> str | None:
        """Read a unit, a number or a note; say what is wrong with it."""
        start = self._at
        if (unit := self._match(_UNIT)) is not None:
            if not _is_unit(unit):
                return f"`{unit}` is no unit of UCUM"
            self._match(_EXPONENT)
        else:
            self._match(_NUMBER)
        self._match(_NOTE)
        if self._at > start:
            return None
        rest = self._code[self._at :]
        if not rest:
            return "it ends where a unit is expected"
        if rest[0] in "{[":
            return f"it does not close `{rest[0]}`"
        return f"it has `{rest[0]}` where a unit is expected"

    def _take(self, sign: str) -> bool:
        found = self._code.startswith(sign, self._at)
        self._at += found
        return found

    def _match(self, pattern: re.Pattern[str]) -> str | None:
        found = pattern.match(self._code, self._at)
        if found is None:
            return None
        self._at = found.end()
        return found[0]


def _is_unit(text: str) -> bool:
    if text in _METRIC or text in _OTHER:
        return True
    return any(text.startswith(prefix) and text[len(prefix) :] in _METRIC for prefix in _PREFIXES)
