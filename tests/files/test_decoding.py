"""Characters: other scripts load right or say how they were read, and the manager's choice always wins."""

from __future__ import annotations

import pytest

from analysis.errors import DashboardError
from analysis.files.decoding import decode
from analysis.files.layout import ENCODINGS, LayoutChoices
from analysis.files.reading import read

# Words of a clinic's log in each language, and the encodings its programs write.
LOGS = [
    ("Κλινική,δέρμα\nΑθήνα,ξηρό\nΘεσσαλονίκη,λιπαρό\nΠάτρα,ευαίσθητο\n", ["cp1253", "iso8859-7"]),
    ("клиника,кожа\nМосква,сухая\nКиев,жирная\nМинск,чувствительная\n", ["cp1251", "koi8-r", "iso8859-5", "cp866"]),
    ("クリニック,肌\n東京,乾燥肌\n大阪,脂性肌\n京都,敏感肌\n", ["cp932", "euc_jp"]),
    ("诊所,皮肤\n北京,干性皮肤\n上海,油性皮肤\n广州,敏感皮肤\n", ["gb18030"]),
    ("診所,皮膚\n臺北,乾性皮膚\n高雄,油性皮膚\n臺中,敏感皮膚\n", ["big5"]),
    ("클리닉,피부\n서울,건성 피부\n부산,지성 피부\n대구,민감성 피부\n", ["cp949"]),
    ("מרפאה,עור\nתל אביב,עור יבש\nחיפה,עור שמן\nירושלים,עור רגיש\n", ["cp1255"]),
    ("klinika,pleť\nŽižkov,suchá pleť\nPříbram,mastná pleť\nPlzeň,citlivá pleť, ošetření\n", ["cp1250", "iso8859-2"]),
    ("klinik,cilt\nŞişli,kuru cilt, sağlıklı\nBeşiktaş,yağlı cilt, aşırı ışıklı işlem\nKadıköy,kızarık\n", ["cp1254"]),
]
WESTERN = ["clinic,note\nCafé,x\n", "clinic,note\nZoë Müller,£5 – naïve\nÆrø,peau sèche\n", "clinic,note\nHill,20 °C\n"]


@pytest.mark.parametrize(("text", "encoding"), [(text, encoding) for text, encodings in LOGS for encoding in encodings])
def test_other_scripts_in_old_encodings_are_read_with_their_letters(text: str, encoding: str) -> None:
    """And it is said which encoding was taken, because no such file tells."""
    text = text.replace(", ", " ") * 3
    table = read(text.encode(encoding), "log.csv")
    cells = [list(table.frame.columns), *table.frame.astype(str).to_numpy().tolist()]
    assert cells[: text.count("\n") // 3] == [line.split(",") for line in text.splitlines()[: text.count("\n") // 3]]
    assert any(ENCODINGS[table.layout.encoding] in note for note in table.notes)


@pytest.mark.parametrize("text", WESTERN)
def test_few_accents_are_western(text: str) -> None:
    table = read(text.encode("cp1252"), "log.csv")
    assert table.frame.iloc[0].tolist() == text.splitlines()[1].split(",")
    assert table.layout.encoding == "cp1252"
    assert any("Western (Windows)" in note for note in table.notes)


def test_a_remark_of_many_pages_is_looked_through_once() -> None:
    """It took half a minute for 100,000 letters, and four times as long for twice as many."""
    found = decode(f"clinic,note\nHill,{'a' * 900_000}\nCafé,x\n".encode("cp1252"), "log.csv")
    assert (found.encoding, found.text.count("é")) == ("cp1252", 1)


def test_unicode_says_nothing_about_its_characters() -> None:
    assert read("clinic,note\nCafé,x\n".encode(), "log.csv").notes == ()


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_encoding_the_manager_chose_wins(encoding: str) -> None:
    table = read("clinic,note\nHill,x\n".encode(encoding), "log.csv", LayoutChoices(encoding=encoding))
    assert table.frame.iloc[0].tolist() == ["Hill", "x"]
    assert table.layout.encoding == encoding
    assert table.notes == ()


def test_a_chosen_encoding_that_does_not_fit_shows_what_it_could_not_read() -> None:
    table = read("clinic,note\nCafé,x\n".encode("cp1252"), "log.csv", LayoutChoices(encoding="utf-8"))
    assert table.frame["clinic"].tolist() == ["Caf�"]
    assert any("could not be read" in note for note in table.notes)


@pytest.mark.parametrize("encoding", ["klingon", "", "rot13", "unicode_escape", "\x00"])
def test_an_encoding_that_is_not_offered_is_refused(encoding: str) -> None:
    with pytest.raises(DashboardError, match="choose one of the encodings offered"):
        read(b"a,b\n1,2\n", "log.csv", LayoutChoices(encoding=encoding))


def test_a_stray_nul_byte_makes_no_utf16() -> None:
    assert read(b"a,b,c\n\x00,2,3\n", "log.csv").frame.iloc[0].tolist() == ["", "2", "3"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_recognised_in_other_scripts_too(encoding: str) -> None:
    text = LOGS[1][0]
    assert read(text.encode(encoding), "log.csv").frame["кожа"].tolist()[0] == "сухая"


# East Asian text without kana ----

YES_AND_NO = [("是", "否", ["gb18030", "big5"]), ("예", "아니오", ["cp949"]), ("有", "無", ["cp932", "euc_jp", "big5"])]
PATIENTS = [
    ("顧客,日付,肌質,結果", ["脂性,有", "乾燥,無", "混合,無"], ["cp932", "euc_jp"]),
    ("client,date,肌質,結果", ["脂性,有", "乾燥,無", "混合,無"], ["cp932", "euc_jp"]),
    ("客户,日期,皮肤,爆痘", ["油性,是", "干性,否", "敏感,否"], ["gb18030"]),
    ("客戶,日期,皮膚,爆痘", ["油性,是", "乾性,否", "敏感,否"], ["big5"]),
    ("고객,날짜,피부,여드름", ["지성,예", "건성,아니오", "복합성,아니오"], ["cp949"]),
]


@pytest.mark.parametrize(
    ("header", "ends", "encoding"), [(header, ends, each) for header, ends, all_of_it in PATIENTS for each in all_of_it]
)
def test_text_of_only_chinese_characters_or_hangul_is_read_as_what_it_is(
    header: str, ends: list[str], encoding: str
) -> None:
    """Japanese without kana came out as Korean or Chinese, without a doubt."""
    text = header + "\n" + "".join(f"C{n:03},2026-01-0{n + 1},{ends[n % 3]}\n" for n in range(8))
    table = read(text.encode(encoding), "log.csv")
    assert list(table.frame.columns) == header.split(",")
    assert table.frame.iloc[1, 2:].tolist() == ends[1].split(",")
    assert table.layout.encoding == encoding


@pytest.mark.parametrize(
    ("yes", "no", "encoding"), [(yes, no, each) for yes, no, all_of_it in YES_AND_NO for each in all_of_it]
)
def test_only_yes_and_no_in_an_east_asian_encoding_are_read_or_asked(yes: str, no: str, encoding: str) -> None:
    """They came out as Arabic, as Western marks, or as UTF-8 by chance."""
    text = "client,breakout\n" + "".join(f"C{n},{no if n % 3 else yes}\n" for n in range(24))
    assert_read_or_asked(text.encode(encoding), "breakout", [no if n % 3 else yes for n in range(24)])


@pytest.mark.parametrize(("words", "encoding"), [("한산", "cp949"), ("皺斑", "big5"), ("皱斑", "gb18030")])
def test_words_that_nothing_is_known_of_are_read_or_asked(words: str, encoding: str) -> None:
    assert_read_or_asked(("client,place\n" + f"C1,{words}\n" * 8).encode(encoding), "place", [words] * 8)


def assert_read_or_asked(content: bytes, column: str, expected: list[str]) -> None:
    try:
        table = read(content, "log.csv")
    except DashboardError as error:
        message = str(error)
    else:
        possible = table.unsure_encodings or (table.layout.encoding,)
        readings = [read(content, "log.csv", LayoutChoices(encoding=each)) for each in possible]
        assert expected in [each.frame[column].tolist() for each in readings]
        return
    assert "The encoding of" in message


@pytest.mark.parametrize("note", ["20 °C", "£5 – naïve", "½ dose", "“dry” skin…", "peau sèche, 3 €"])
def test_western_marks_are_not_asked(note: str) -> None:
    text = "client,note\n" + "".join(f"C{n},{note.replace(',', '')}\n" for n in range(12))
    assert read(text.encode("cp1252"), "log.csv").frame["note"].tolist()[0] == note.replace(",", "")


@pytest.mark.parametrize("word", ["渋谷", "池袋", "伊藤", "渡辺", "福岡", "難波"])
def test_one_japanese_word_in_all_rows_never_becomes_western_letters(word: str) -> None:
    assert_read_or_asked(("client,clinic,breakout\n" + f"C1,{word},yes\n" * 9).encode("cp932"), "clinic", [word] * 9)


@pytest.mark.parametrize("word", ["„Größe“", "’t Zand", "“café”", "Zoë’s", "5–10 µm", "l’été"])
def test_quotation_marks_around_western_words_are_not_asked(word: str) -> None:
    table = read(("client,clinic,breakout\n" + f"C1,{word},yes\n" * 9).encode("cp1252"), "log.csv")
    assert table.frame["clinic"].tolist() == [word] * 9


ANSWERS = {
    "Turkish": ("cp1254", "Evet", "Hayır"),
    "Hebrew": ("cp1255", "כן", "לא"),
    "Greek": ("cp1253", "Ναι", "Όχι"),
    "Cyrillic": ("cp1251", "Да", "Нет"),
    "Cyrillic, DOS": ("cp866", "Да", "Нет"),
    "Thai": ("cp874", "ใช่", "ไม่"),
    "Arabic, ISO": ("iso8859-6", "نعم", "لا"),
}


@pytest.mark.parametrize("language", ANSWERS)
def test_answers_alone_tell_the_encoding(language: str) -> None:
    """They came out as letters of another script, and the question about them could not be read."""
    encoding, yes, no = ANSWERS[language]
    answers = [no, yes, no, no, yes, no, no, no]
    rows = [f"K{row},2026-01-{row + 1:02},{answer}" for row, answer in enumerate(answers)]
    table = read("\n".join(["client,date,breakout", *rows]).encode(encoding), "log.csv")
    assert (table.layout.encoding, list(table.frame["breakout"])) == (encoding, answers)


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1254", ["Müşteri", "İbrahim", "kızarıklık"]),
        ("cp1250", ["Małgorzata", "zaczerwienienie skóry", "Żaneta", "środek łagodzący"]),
        ("iso8859-2", ["Małgorzata", "zaczerwienienie skóry", "Żaneta", "środek łagodzący"]),
        ("cp852", ["Małgorzata", "zaczerwienienie skóry", "Łucja", "środek łagodzący"]),
        ("cp1250", ["Ošetření", "Jiří", "mírné zarudnutí"]),
        ("cp1250", ["Curăţare", "Ştefan", "roşeaţă uşoară"]),
        ("cp1257", ["Klientė", "Živilė", "lengvas paraudimas, niežėjimas"]),
        ("mac-roman", ["Säurepeeling", "Bärbel", "leichte Rötung"]),
        ("mac-latin2", ["Małgorzata", "zaczerwienienie skóry", "Żaneta", "środek łagodzący"]),
        ("cp850", ["Säurepeeling", "Bärbel", "gerötete Haut, größer"]),
        ("cp850", ["Peeling léger", "Hélène", "très sèche"]),
        ("cp1252", ["Kópavogur", "Þórunn", "roði í húð"]),
        ("cp1252", ["Rødme", "Åse", "tør hud"]),
        ("cp874", ["เลเซอร์", "มาลี", "แดงเล็กน้อย"]),
    ],
)
def test_few_words_with_the_letters_of_one_language_tell_the_encoding(encoding: str, words: list[str]) -> None:
    rows = [f'K{row},"{words[row % len(words)]}",yes' for row in range(9)]
    table = read("\n".join(["client,remark,breakout", *rows]).encode(encoding), "log.csv")
    assert list(table.frame["remark"])[: len(words)] == words


# One word, or two or three: what files hold is either certain or asked about ----

FEW_WORDS = {
    "cp1252": "Rötung Größe Bärbel Köln für|sèche très Hélène légère François crème Noël août où à cœur "
    "Genève|José Muñoz María sí niño irritación mañana Córdoba señora|São irritação João não manhã três saúde após|"
    "città più perché già sì|één Zoë geïrriteerd België patiënt|Rødme Åse tør Søren kløe Ærø Jørgen små Århus|"
    "känslig Malmö hög låg Åsa rött|Jyväskylä herkkä pää tyttö äiti|Kópavogur Þórunn roði húð já",
    "cp1250": "Małgorzata skóry Żaneta środek Łucja Łódź tłusta Michał źle|Jiří mírné Plzeň léčba růžová Ošetření|"
    "Košice Žilina liečba Ľubica|Győr bőr szőlő nő|Curăţare Iaşi uscată după Constanţa|Željko liječenje Čakovec",
    "iso8859-2": "Małgorzata skóry Żaneta środek Łucja Łódź Michał źle|Jiří mírné Plzeň léčba růžová|Győr bőr nő",
    "cp1257": "Klientė Živilė Šiauliai Panevėžys moteris|Rīga āda Jānis apsārtums nē Bērziņa|Tõnu õrn väga Jõhvi",
    "cp1254": "Müşteri İbrahim kızarıklık Şişli yağlı Ayşe çok İzmir doğru",
}


@pytest.mark.parametrize(
    ("encoding", "words"),
    [(encoding, words) for encoding, languages in FEW_WORDS.items() for words in languages.split("|")],
)
def test_few_words_are_never_read_in_other_letters_unasked(encoding: str, words: str) -> None:
    """Of lists of one to three such words in rows, two fifths came out garbled with a note at most."""
    each = words.split()
    for place, word in enumerate(each):
        for shown in ([word], [word, *each[place + 1 : place + 3]]):
            content = b"client,remark\n" + "".join(f"C,{one}\n" for one in shown).encode(encoding)
            text, _, _, unsure = decode(content, "log.csv")
            readings = [content.decode(one) for one in unsure] or [text]
            assert content.decode(encoding) in readings, (shown, readings)


@pytest.mark.parametrize("words", FEW_WORDS["cp1252"].split("|")[:-1])
def test_one_word_of_western_europe_is_certain(words: str) -> None:
    for word in words.split():
        found = decode(f"client,remark\nC,{word}\n".encode("cp1252"), "log.csv")
        assert (found.encoding, found.unsure) == ("cp1252", ()), word
