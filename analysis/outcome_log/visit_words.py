"""What appointment books say of a visit: that it took place, that it did not, or that nobody was treated in it."""

from __future__ import annotations

import re

from analysis.outcome_log.codebook import fold

# No status is longer.
LONGEST_STATUS = 200
_WHOSE = r"(?:late |early |same[- ]day |client |patient |clinic )*"
_CANCELLED = (
    r"cancel(?:l?ed|l?ation|s)?|no[ -]?shows?|did not (?:attend|arrive|show|come)|dna|fta|failed to attend|"
    r"n/s|cxl(?:['’]?d)?|canx|canc"
)
# As appointment books of many countries write it.
_NOT_HELD = (
    _CANCELLED,
    r"not (?:attended|arrived)|unattended|turned away",
    r"missed(?: appointment)?|re-?scheduled|postponed|declined|deleted|void(?:ed)?|was not brought",
    r"booked|scheduled|upcoming|not (?:yet )?(?:done|performed|treated|carried out)",
    r"pencil(?:l?ed)?[- ]?in|wait(?:ing)?[- ]?list(?:ed)?|waiting|tentative|unconfirmed|awaiting confirmation",
    r"nicht erschienen|abgesagt|storniert|annul[ée]e?s?|non pr[ée]sent[ée]?e?|pas venue?|geannuleerd|niet verschenen",
    r"verschoben|nicht gekommen|ausgefallen|d[ée]command[ée]e?s?|report[ée]e?s?|afgezegd|niet gekomen",
    r"absente?(?:\(e\))? (?:non )?excus[ée]e?|(?:ne )?s['’]est pas pr[ée]sent[ée]e?",
    r"cancelad[oa]|anulad[oa]|no (?:asisti[óo]|acudi[óo]|vino|se present[óo])|inasistencia|reprogramad[oa]|aplazad[oa]",
    r"desmarcad[oa]|remarcad[oa]|adiad[oa]|faltou|n[ãa]o (?:compareceu|veio)",
    r"annullat[oa]|disdett[oa]|rinviat[oa]|non (?:si [èe] )?presentat[oa]|anulat[ăa]?|neprezentat[ăa]?",
    r"avboka[dt]|omboka[dt]|inst[äa]ll[dt]|uteblev|uteblivet|aflyst|udeblev|avlyst|(?:ikke m[øo]d?tt?|m[øo]d?tte ikke)",
    r"peruttu|peruutettu|ei saapunut|t[üu]histatud|ei ilmunud|atcelts|neierad[āa]s|at[šs]aukt[ai]|neatvyko",
    r"odwo[łl]an[aeoy]?|prze[łl]o[żz]on[aeoy]|nie przysz(?:ed[łl]|[łl]a)",
    r"nie (?:odby[łl][ao]?|(?:zg[łl]osi|stawi)[łl]a?) si[ęe]",
    r"zru[šs]en[oay]|odlo[žz]en[oay]|p[řr]elo[žz]en[oay]|nedostavila? se|nep[řr]i[šs]el|nep[řr]i[šs]la|otkazan[oa]",
    r"lemondva|lemondt[aá]k?|t[öo]r[öo]lve|elmaradt|nem jelent meg",
    r"i\u0307?ptal(?: edildi)?|ertelendi|gelmedi",
    r"отмен[её]н[оа]?|перенес[её]н[оа]?|не (?:приш[её]л|пришла|явил(?:ся|ась))",
    r"скасовано|не прийш(?:ов|ла)|ακυρ[ώω]θηκε|ملغي|ألغي|لم يحضر|בוטל|לא הגיע",
    r"(?:無断|当日)?キャンセル|来院せず|未来院|(?:已)?取消|未到|爽约|(?:예약 ?)?취소|노쇼|미방문|불참",
)
_NO_VISIT = re.compile(
    rf"{_WHOSE}(?:{'|'.join(_NOT_HELD)})(?: (?:by|visit|appointment|appt|wg|wegen|auf|vom|von|durch|par|pour|"
    r"por|pel[ao]|przez|due|because|\()\b.*)?"
)
# "Microneedling - CANCELLED", "Microneedling (no show)": what was booked stands in front.
_BOOKED_BUT_CANCELLED = re.compile(rf".+?(?: [-–—:|/] ?|[([]){_WHOSE}(?:{_CANCELLED})[)\]]?")
_HELD = re.compile(
    r"(?:client |patient |visit |appointment )*(?:attended|attendance|arrived|came|showed up|held|took place|treated|"
    r"treatment (?:done|given|carried out)|completed|checked in)"
)
# What a clinic does beside treating; "of a follow-up" and the like may stand behind it.
_TALK = (
    r"(?:(?:free|initial|first|new|online|virtual|video|phone|telephone|skin|pre[ -]treatment) )*"
    r"consult(?:ation|s|ing)?(?: only)?(?: \(.*\))?|patch[ -]?test(?:ing)?(?: only)?|"
    r"(?:beratung|erstberatung|beratungsgespr[äa]ch|vorgespr[äa]ch|intake|adviesgesprek|consult[ao](?: inicial)?|"
    r"consulenza|consulta[çc][ãa]o|rådgivning|radgivning|konsult(?:ation|acja|ace|aatio|asjon)|"
    r"kons[üu]ltasyon|консультация|カウンセリング|咨询|諮詢|상담)(?: only| seulement| nur)?|"
    r"(?:follow[ -]?up|review|check[ -]?up) only|no treatment(?: given| done)?|not treated|keine behandlung|pas de soin"
)
# These say that nobody was treated only of what kind a visit, or a line of an invoice, was.
_NO_TREATMENT = (
    r"(?:phone|telephone|tel|video)(?: (?:call|consult(?:ation)?|follow[ -]?up|review|check))?|call|(?:e-?)?mail|"
    r"(?:routine |final |post[ -]treatment )?(?:follow[ -]?up|review|check[ -]?up|control|aftercare)"
    r"(?: (?:visit|appointment|appt|call))?|nachkontrolle|kontrolle|kontrolltermin|nachsorge|telefonat|telefon|"
    r"contr[ôo]le|suivi|visite de (?:suivi|contr[ôo]le)|t[ée]l[ée]phone|controle(?:afspraak)?|nacontrole|telefonisch|"
    r"revisi[óo]n|seguimiento|llamada|controllo|telefonata|retorno|kontrol|kontroll|[åa]terbes[öo]k|wizyta kontrolna|"
    r"kontrola|контроль|осмотр|再診|経過観察|电话|複診|复诊|retail(?: (?:product|item|sale)s?)?|"
    r"products?(?: (?:sale|purchase)s?)?|purchase|paperwork|(?:gift )?(?:vouchers?|cards?|certificates?)|"
    r"deposits?|refunds?|gratuity|tips?|(?:late )?(?:cancellation|no[ -]?show|booking) fee|membership(?: fee)?|"
    r"produkte?|ware|gutschein|produits?|bon cadeau|productos?|prodott[oi]"
)
_CONSULTATION = re.compile(_TALK)
_WITHOUT_TREATMENT = re.compile(f"{_TALK}|{_NO_TREATMENT}")


def is_no_visit(text: str) -> bool:
    """Tell whether a text says that a visit did not take place."""
    return _occurs(_NO_VISIT, text) or _occurs(_BOOKED_BUT_CANCELLED, text)


def is_visit(text: str) -> bool:
    """Tell whether a text says that a visit took place."""
    return _occurs(_HELD, text)


def is_consultation(text: str) -> bool:
    """Tell whether a text names what is done in a visit without a treatment, whatever it stands under."""
    return _occurs(_CONSULTATION, text)


def is_without_treatment(text: str) -> bool:
    """Tell whether a text names a kind of visit, or a line of an invoice, that is no treatment."""
    return _occurs(_WITHOUT_TREATMENT, text)


def mentions_a_visit(text: str) -> bool:
    """Tell whether a text says what became of a visit or what it was for, and nothing of a person."""
    return any(test(text) for test in (is_no_visit, is_visit, is_without_treatment))


def _occurs(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether a text is what a pattern says, whatever its case and marks."""
    return len(text) <= LONGEST_STATUS and pattern.fullmatch(fold(text).rstrip(".!?")) is not None
