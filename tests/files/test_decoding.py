"""Characters: other scripts load right or say how they were read, and the manager's choice always wins."""

from __future__ import annotations

import pytest

from analysis.errors import DashboardError
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
def test_utf16_without_a_mark_is_told_in_other_scripts_too(encoding: str) -> None:
    text = LOGS[1][0]
    assert read(text.encode(encoding), "log.csv").frame["кожа"].tolist()[0] == "сухая"
