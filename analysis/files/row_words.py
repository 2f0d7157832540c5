"""Texts that stand in rows which are no treatments: page marks, totals, units, examples, closed days, and defaults."""

from __future__ import annotations

import re

LONGEST_LABEL = 120
_AMOUNT_TEXT = r"[-–£$€]?\s*\d[\d.,' ]*"
_PAGE_WORD = (
    r"page|pg|seite|pagina|página|pàgina|pág|pag|blad|bladzijde|sida|side|sivu|strona|str|strana|stránka|oldal|sayfa|"
    r"страница|стр|сторінка|σελίδα|صفحة|الصفحة|trang|halaman|hal|lehekülg|lapa|puslapis|ページ|页|頁|페이지"
)
_CONTINUED = (
    r"continued|contd?|cont['’]d|continuation|fortsetzung|forts|suite|vervolg|verv|continuación|continuação|continua|"
    r"segue|fortsat|fortsättning|forts[æa]ttelse|ciąg dalszy|cd|pokračování|продолжение|続き|续|續|계속"
)
_PAGE = re.compile(
    rf"[(\[]?({_CONTINUED})\.?\s*[-–:,]?\s*[(\[]?\d*[)\]]?|"
    rf"(.*\s)?({_PAGE_WORD})\.?\s*[:#]?\s*\d+(\s*(/|\||of|von|van|de|di|sur|av|af|z|ze|из|з|από|dari|-)\s*\d+)?\s*[-–]?"
    r"|[-–]\s*\d+\s*[-–]|第?\s*\d+\s*(页|頁|ページ|페이지)(.*\d+\s*(页|頁|ページ|페이지))?|\d+\s*/\s*\d+\s*(페이지|ページ)",
    re.IGNORECASE,
)

_TOTAL_WORD = (
    r"(grand|sub|overall|column|running)[\s-]*totals?|grand (count|average|mean|sum)|totals?|sum|"
    r"gesamtergebnis|gesamtsumme|gesamtanzahl|gesamt|zwischensumme|summe|"
    r"insgesamt|ergebnis|totaal|subtotaal|eindtotaal|sous-total|total général|somme|suma|totale|subtotale|"
    r"totale complessivo|totales|total general|total geral|soma|razem|suma końcowa|celkem|součet|összesen|toplam|"
    r"genel toplam|summa|yhteensä|i alt|totalt|итого|всего|σύνολο|合计|合計|小計|小计|总计|總計|합계|총계|소계|المجموع"
)
_COUNT_WORD = (
    r"count|number|no\.?|n|records?|rows?|entries|items|treatments?|visits?|appointments?|clients?|patients?|"
    r"anzahl|aantal|nombre|número|numero|antal|liczba|počet|adet|количество|件数|计数|總數|개수"
)
_TOTAL = re.compile(
    rf"((grand|sub|overall|column)[\s-]*totals?\b.*|totals?(\s+(for|of)\b.*)?|{_TOTAL_WORD})\s*[:=：]?", re.IGNORECASE
)
_AMOUNT = re.compile(r"([-–£$€]?\s*\d[\d.,' ]*%?(\s*(/|of)\s*\d[\d.,]*)?(\s*\(.*\))?|[-–]|=.*)?")
# "Total expenses of the first quarter": what it adds up is no name of a level.
_TOTAL_OF = re.compile(rf"({_TOTAL_WORD})\s\S.*", re.IGNORECASE | re.DOTALL)
# "Total: 12", "Sub-total Hill: 8", "Count: 24", "Number of treatments = 24", "24 records".
_COUNTED = re.compile(
    rf"({_TOTAL_WORD})\b[^:=：]*([:=：]|\s)\s*{_AMOUNT_TEXT}(\s*\w+)?|({_COUNT_WORD})\b[^:=：\d]*[:=：]\s*{_AMOUNT_TEXT}"
    r"|\d[\d.,]*\s+(records?|rows?|entries|items|treatments?|visits?|appointments?|clients?|patients?|results?)"
    r"(\s+(in total|found|listed|shown))?\.?",
    re.IGNORECASE,
)
# "Harbour Total", as a spreadsheet's own subtotals are called, behind the rows of "Harbour", and "Total Harbour".
_SUBTOTAL = re.compile(
    rf"(?P<before>.+?)[\s-]+({_TOTAL_WORD}|count|average|anzahl|mittelwert|nombre|moyenne|aantal|gemiddelde):?"
    rf"|({_TOTAL_WORD})[\s:–-]+((for|of|für|pour|de|di|van|voor)\s+)?(?P<behind>.+?):?",
    re.IGNORECASE,
)
_UNIT_WORD = (
    r"mm|cm|m|ml|cl|l|cc|[µu]l|mg|g|kg|[µu]g|units?|iu|h|hrs?|hours?|mins?|minutes?|s|secs?|seconds?|days?|d|weeks?|wks?|"
    r"months?|years?|yrs?|y|times?|stunden|std|tage|wochen|monate|jahre|heures?|jours?|semaines?|mois|ans|años|días|horas|"
    r"ore|giorni|anni|uren|dagen|jaar|timer|dage|°\s?[cf]|[cf]|%|percent|prozent|j(/cm[2²])?|w|hz|nm|khz|mhz|bar|ppm|"
    r"€|eur|£|gbp|\$|usd|chf|"
    r"(free |short |long |plain )?text|string|char|varchar2?(\s?\(\d+\))?|n?varchar|int|integer|number|numeric|decimal|"
    r"float|double|real|date|datetime|date/time|time|timestamp|bool|boolean|logical|factor|character|categorical|object|"
    r"(open[- ]ended )?(response|answer)|"
    r"id|code|choice|single choice|multiple choice|drop-?down|checkbox|check ?box|radio( button)?|score|count|"
    r"auto-?number|calculated|zahl|datum|nombre|texte|"
    r"yes\s*[/|]\s*no|y\s*/\s*n|ja\s*/\s*nein|oui\s*/\s*non|true\s*/\s*false|[01]\s*[/,|]\s*[01]|1\s*=\s*\S+.*|"
    r"[dtjamy]{1,4}([-./ ])[dmj]{1,3}\s?.[dtjamy]{1,4}(\s+hh?:mm(:ss)?)?|hh?:mm(:ss)?"
)
_UNIT = re.compile(rf"[(\[{{]?\s*(in\s+)?({_UNIT_WORD})\s*[)\]}}]?|[(\[][^()\[\]]{{1,30}}[)\]]", re.IGNORECASE)
_IMPORT_ID = re.compile(r"\{\W*ImportId\W.*\}", re.IGNORECASE | re.DOTALL)

# "EXAMPLE", "e.g. C123", "Beispiel: Anna", "C001 (example)".
_EXAMPLE_WORD = (
    r"(for )?examples?|example (row|entry|record|line|client|patient)|e\.\s?g\.|beispiel(e|zeile|eintrag|datensatz)?|"
    r"z\.\s?b\.|muster(zeile|eintrag|datensatz)?|(par )?exemples?|ligne d['’]exemple|p\.\s?ex\.|ejemplos?|"
    r"fila de ejemplo|p\.\s?ej\.|exemplos?|esempio|esempi|riga di esempio|(bij)?voorbeeld(rij)?|bijv\.|exempel(rad)?|"
    r"eksempel|esimerkki|przykład|np\.|příklad|např\.|príklad|pelda|példa|örnek|örneğin|пример|например|приклад|"
    r"παράδειγμα|exemplu|primjer|primer|contoh|ví dụ|ตัวอย่าง|例|記入例|例示|サンプル|示例|样例|範例|范例|예시|مثال|דוגמה"
)
_EXAMPLE = re.compile(
    rf"[(\[<*#-]*({_EXAMPLE_WORD})([\s_#.:-]*\d{{0,4}})[)\]>*!-]*|({_EXAMPLE_WORD})\s*[:：–-]\s*\S.*|"
    rf"(e\.\s?g\.|z\.\s?b\.|p\.\s?ex\.|p\.\s?ej\.)\s*\S.*|.*[(\[]\s*({_EXAMPLE_WORD})\s*[)\]]",
    re.IGNORECASE,
)
# What somebody writes who tries a form out, or leaves in it for others to write over.
_TRIAL_WORD = (
    r"(sample|test(ing)?|demo|dummy|fake|training|placeholder|template|trial)"
    r"([\s_-]*(row|entry|record|line|data|case|client|customer|patient|person|user|name|only|test|visit|treatment)s?)?|"
    r"sample row|test(patient|kunde|kundin|klient|eintrag|datensatz|person|zeile)(in)?|probe(eintrag|kunde)|"
    r"(max|erika|anna) muster(mann|frau)?|mustermann|musterfrau|j(ohn|ane) (doe|smith test)|patient test|client test|"
    r"essai|(ligne|patient|client) de test|prueba|(fila|registro|paciente|cliente) de prueba|prova|teste|"
    r"(riga|paziente|cliente) di prova|proef(rij|klant|patiënt)?|testrij|testklant|prov(rad|kund)|testi|próba|"
    r"тест(овая запись|овый пациент)?|δοκιμή|deneme|テスト|試験入力|测试|測試|테스트|اختبار|"
    r"asdf+|qwerty|foo|foobar|lorem ipsum|(please )?(ignore|disregard)( this)?( row| line| entry| record)?|"
    r"(please )?(delete|overwrite|remove)( me| this)( row| line| entry| record)?|do not (use|count)|"
    r"void(ed)?(?=\s*[:–—-])|entered (twice|in error|by mistake)|(duplicate|wrong) entry|doppelt (erfasst|eingetragen)|"
    r"versehentlich (erfasst|eingetragen)|saisi (deux fois|par erreur)"
)
_TRIAL = re.compile(
    rf"[(\[<*#-]*({_TRIAL_WORD})([\s_#.:-]*\d{{0,4}})[)\]>*!-]*|({_TRIAL_WORD})\s*[:：–—-]\s*\S.*|"
    rf".*[(\[]\s*({_TRIAL_WORD})\s*[)\]]",
    re.IGNORECASE,
)

# What a box that nobody ticked and a formula over blank cells show.
_DEFAULT = re.compile(
    r"false|falsch|faux|falso|onwaar|fa[łl]sz|nepravda|hamis|epätosi|usann|falskt|falsk|ложь|yanlış|偽|假|거짓|"
    r"no|nein|non|nee|não|nej|nei|nie|ne|hayır|нет|n|unchecked|not checked|unticked|off|none selected|☐|□|▢|\[\s*\]|"
    r"[£$€]?\s*[-+]?0+([.,:]0+)*\s*[%£$€]?|[-–]|#(n/a|ref!|value!|div/0!|null!|num!|name\?|nv|wert!|bezug!)|"
    r"1900-01-00|00?[-/.]0?1[-/.]1900|0?1[-/.]00?[-/.]1900|1899-12-30|30[-/.]12[-/.]1899|12[-/.]30[-/.]1899|1900-01-01",
    re.IGNORECASE,
)

# What stands in place of a treatment on a day without any, and the day beside it.
_CLOSED = re.compile(
    r"[*\-–—=#(\[<! ]*(?:"
    r"(?:(?:clinic|office|practice|salon|studio|we are|we're|we were)\s+)?(?:closed|shut|not open)|closure|"
    r"(?:(?:bank|public|national|summer|winter|easter|christmas|xmas|school) )?(?:holidays?|break)|"
    r"(?:christmas|xmas)(?: day| eve)?|boxing day|good friday|easter(?: monday| sunday)?|new year['’]?s?(?: day| eve)?|"
    r"thanksgiving|(?:days? )?off|(?:annual |sick )?leave|vacation|conference|"
    r"(?:staff |team )?(?:training|meeting|away)(?: days?)?|"
    r"no (?:clients?|patients?|treatments?|appointments?|bookings?|clinic)(?: today)?|"
    r"lunch(?: break)?|blocked(?: out)?|maintenance|stock ?take|deep clean(?:ing)?|"
    r"(?:praxis |studio |salon )?geschlossen|urlaub|(?:gesetzlicher )?feiertag|betriebsferien|"
    r"ferien|fortbildung|schulung|ruhetag|besprechung|keine (?:termine|behandlungen|patienten|kunden)|"
    r"ferm[ée]e?|fermeture|cong[ée]s?|vacances|(?:jour )?f[ée]ri[ée]|formation|r[ée]union|repos|"
    r"cerrado|(?:d[ií]a )?festivo|feriado|vacaciones|formaci[óo]n|descanso|chiuso|ferie|formazione|riposo|"
    r"fechado|encerrado|f[ée]rias|folga|gesloten|vakantie|feestdag|verlof|scholing|"
    r"stängt|röd dag|semester|lukket|helligdag|stengt|suljettu|loma|zamknięte|nieczynne|urlop|święto|zavřeno|dovolená|"
    r"svátek|zárva|szabadság|ünnepnap|închis|закрыто|выходной|праздник|отпуск|зачинено|вихідний|kapalı|tatil|bayram|"
    r"κλειστά|κλειστό|αργία|休診日?|休業日?|定休日|休み|祝日|休日|休息|休诊|节假日|放假|公休|휴진|휴무|공휴일|مغلق|عطلة|إجازة|סגור|חופשה|חג"
    r")[*\-–—=#)\]>!. ]*(?:(?:[:,;–—\-(/]|\b(?:for|wegen|pour|por|per|due to)\b).*)?",
    re.IGNORECASE | re.DOTALL,
)
_DAY_OR_TIME = r"[\d\s.,:/\-–年月日년월일午前後上下오전후]"
_WEEKDAY_BEFORE = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_MONTH = r"[^\W\d_]{3,12}\.?"
_CLOCK = (
    r"(?:(?:\sat)?[T,\s]+\d[\d:.]*)?\s*(?:[ap]\.?m\.?[\d\s.:]*|Uhr)?\s*(?:Z|UTC|GMT|[A-Z]{1,3}[SD]?T)?"
    r"(?:\s*[+-]\d\d?:?(?:\d\d)?)?(?:\s*\([^()]+\))?"
)
_DAY = re.compile(
    rf"{_DAY_OR_TIME}*\d{_DAY_OR_TIME}*{_CLOCK}|{_WEEKDAY_BEFORE}\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}{_CLOCK}|"
    rf"{_WEEKDAY_BEFORE}\d{{1,4}}[\s.\-/]+{_MONTH}[\s.\-/,]+\d{{1,4}}{_CLOCK}|"
    rf"{_WEEKDAY_BEFORE}{_MONTH}[\s.\-/,]+\d{{1,2}},?\s+\d{{4}}{_CLOCK}|\d{{1,2}}{_MONTH}\d{{2,4}}|\d{{4}}-W\d\d(?:-\d)?|"
    # Years of Japanese eras and of Taiwan.
    r"(?:[RH]|令和|平成|民[國国])\s?\d{1,3}[./年]\s?\d{1,2}[./月]\s?\d{1,2}日?|"
    # Of some days only the month is written: "Sep 2025", "2025 September", "Jan-26".
    rf"{_MONTH}[\s.\-/,]+(?:19|20)\d\d|(?:19|20)\d\d[\s.\-/,]+{_MONTH}|[^\W\d_]{{3,4}}\.?[-'’]\d\d|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?|(?:mo|di|mi|do|fr|sa|so)\.?|"
    r"(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo",
    re.IGNORECASE,
)


# Lines drawn with signs, and what says of a whole row that nothing stands there.
_PLACEHOLDER = re.compile(r"[-–—=_*.:|+~\s]+|n\s?[/.]?\s?a\.?|#n/?a|null|nan|\(?blank\)?|\(?empty\)?", re.IGNORECASE)
_STATISTIC = re.compile(
    r"(mean|average|avg|count|median|mode|n|sd|std\.?( ?dev\.?)?|stdev|standard deviation|se|sem|min(imum)?|max(imum)?|"
    r"range|variance|%|percent(age)?|rate|mittelwert|durchschnitt|anzahl|moyenne|nombre|promedio|media|gemiddelde|"
    r"[bc]\s?/\s?f(wd)?|(brought|carried) forward|übertrag|report|saldo)\s*[:=]?",
    re.IGNORECASE,
)


def is_placeholder(text: str) -> bool:
    """Tell whether a text is a line of signs, or says that nothing stands in its place."""
    return not text or _matches(_PLACEHOLDER, text) is not None


def is_statistic(text: str) -> bool:
    """Tell whether a text names what is worked out from a column: an average, a count, what was carried forward."""
    return _matches(_STATISTIC, text) is not None


def is_page_mark(text: str) -> bool:
    """Tell whether a text is what stands at the edge of a printed page."""
    return _matches(_PAGE, text) is not None


def is_total(text: str) -> bool:
    """Tell whether a text says "total" and no more than of what."""
    return _matches(_TOTAL, text) is not None


def begins_with_total(text: str) -> bool:
    """Tell whether a text is "total" and of what, in words of its own: a product may be called so, too."""
    return _matches(_TOTAL_OF, text) is not None


def is_amount(text: str) -> bool:
    """Tell whether a text is a number, a share or a formula, or holds the place of one."""
    return _AMOUNT.fullmatch(text) is not None


def is_labelled_amount(text: str) -> bool:
    """Tell whether a text says "total" or what is counted, and how many there are."""
    return _matches(_COUNTED, text) is not None


def added_up(text: str) -> str | None:
    """Return the name of what "Harbour Total" or "Total for Harbour" adds up, None where a text says neither."""
    match = _matches(_SUBTOTAL, text)
    return match and (match["before"] or match["behind"])


def is_unit(text: str) -> bool:
    """Tell whether a text is a unit, a type or a form of dates."""
    return _matches(_UNIT, text) is not None


def is_import_id(text: str) -> bool:
    """Tell whether a text is what Qualtrics writes below each question."""
    return _IMPORT_ID.fullmatch(text) is not None


def is_example(text: str) -> bool:
    """Tell whether a text says that it is an example."""
    return _matches(_EXAMPLE, text) is not None


def is_trial(text: str) -> bool:
    """Tell whether a text says that somebody wrote it to try a form out, or by mistake."""
    return _matches(_TRIAL, text) is not None


def is_default(text: str) -> bool:
    """Tell whether a text is what a box that nobody ticked and a formula over blank cells show."""
    return _matches(_DEFAULT, text) is not None


def is_closed(text: str) -> bool:
    """Tell whether a text says that a clinic was closed, or that somebody was not at work."""
    return _matches(_CLOSED, text) is not None


def is_day(text: str) -> bool:
    """Tell whether a text is a day, a weekday, a time or a number."""
    return _matches(_DAY, text) is not None


def _matches(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    # No label is longer, and on a text that fills a page some patterns take minutes.
    return pattern.fullmatch(text) if len(text) <= LONGEST_LABEL else None
