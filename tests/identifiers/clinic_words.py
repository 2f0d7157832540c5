"""What a clinic's log holds that points to nobody, in many spellings, and the notes that may."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Sequence

CLINICS = (
    "Harbour", "Northgate", "Rose Street", "Victoria Square", "Café Quarter", "St James", "King's Road", "Old Town",
    "Charlotte Place", "Skin & Soul", "Rivers Edge", "The Glow Room", "Marble Arch", "Park Lane", "Kleine Klinik",
    "Clinique Saint-Louis", "Hautarzt am Markt", "Beauty Lab", "Madison Avenue", "West End",
)  # fmt: skip
PRODUCTS = (
    "CeraVe Moisturising Cream", "Aqua Balm", "Hyalu B5 Serum", "Calm Repair Gel", "Niacinamide 10%", "Retinol 0.5",
    "Barrier Restore", "Cica Cream", "SPF 50", "Vitamin C Serum", "Ruby Glow", "Stella Night Oil", "Anna's Balm",
    "Azelaic Acid", "Peptide Complex", "Urea 5", "Salicylic Toner", "Rosehip Oil", "Ceramide Lotion", "Zinc Paste",
)  # fmt: skip
DEVICES = (
    "Dermapen 4", "SkinPen", "pen A", "pen B", "Exceed", "Morpheus8", "Vivace", "Roller 192", "Potenza", "Secret RF",
    "INFINI", "Collagen P.I.N.", "Rejuvapen NXT", "Dr. Pen M8", "Genius", "AcuPulse",
)  # fmt: skip
TREATMENTS = (
    "microneedling", "RF microneedling", "Microneedling + PRP", "Chemical peel", "Dermaplaning", "Skin booster",
    "Nano needling", "Laser Resurfacing", "Hydra Facial", "LED Therapy", "Mesotherapy", "Exosome Facial",
)  # fmt: skip
AREAS = ("full face", "cheeks", "forehead, chin", "left cheek", "Neck and Décolleté", "perioral", "T-zone", "jawline")
REACTIONS = ("none", "mild redness", "dry patches", "slight swelling", "itching", "small spots on chin", "bruising")
SOURCES = ("Instagram", "Google", "a friend", "walk-in", "Facebook", "GP referral", "TikTok", "website")
STAFF = (
    "Anna Kowalski", "Dr Meyer", "Nurse Joy", "Priya Shah", "Sophie Martin", "James Okafor", "Lena Vogt", "Tom Byrne",
    "Marta Ruiz", "Elif Kaya",
)  # fmt: skip
COUNTRIES = ("Ireland", "Germany", "France", "India", "Nigeria", "Poland", "Brazil", "Jordan", "Chad", "Georgia")
CODES = ("L70.0", "L71.9", "L20.8", "B00.1", "L30.4", "L81.0", "Z41.1", "T78.4")

_SUBJECTS = ("client", "she", "he", "skin", "Mrs Smith", "the cheek", "left side", "forehead", "Anna", "they")
_VERBS = ("reported", "showed", "felt", "called about", "had", "was advised about", "came back with", "asked about")
_OBJECTS = (
    "some redness on day 2", "a few spots near the chin", "tightness after the cream", "no problems at all",
    "swelling since Tuesday", "a new cleanser from her sister", "itching in the evening", "sun exposure on holiday",
)  # fmt: skip
_ENDINGS = (
    "", ", advised to stop", "; will ring again", ", photo taken", ". Settled by day 5", ", see letter", " - ok now",
)  # fmt: skip


def note(chance: random.Random) -> str:
    """Return what somebody typed after a treatment."""
    parts = (chance.choice(_SUBJECTS), chance.choice(_VERBS), chance.choice(_OBJECTS))
    return " ".join(parts) + chance.choice(_ENDINGS)


def columns(  # noqa: PLR0915 - a list of columns
    chance: random.Random, part: str
) -> Iterator[tuple[Sequence[str], Callable[[], str]]]:
    """Yield the headers a column may have and what makes its texts."""
    start = dt.date(2023, 1, 1)

    def half(words: Sequence[str]) -> Sequence[str]:
        return words[0 if part == "looked at" else 1 :: 2]

    def of(words: Sequence[str]) -> Callable[[], str]:
        return lambda: chance.choice(half(words))

    def day(form: str) -> Callable[[], str]:
        return lambda: (start + dt.timedelta(days=chance.randrange(900))).strftime(form)

    def number(low: float, high: float, form: str) -> Callable[[], str]:
        return lambda: form.format(chance.uniform(low, high))

    def counting(form: str, first: int) -> Callable[[], str]:
        following = count(first)
        return lambda: form.format(next(following))

    def digits(length: int) -> Callable[[], str]:
        return lambda: str(chance.randrange(10 ** (length - 1), 10**length))

    def letters(form: str) -> Callable[[], str]:
        return lambda: "".join(
            chance.choice("ABCDEFGHJKLMNPRSTUVW") if sign == "A" else str(chance.randrange(10)) if sign == "9" else sign
            for sign in form
        )

    yield ("Clinic", "Site", "Branch", "Where"), of(CLINICS)
    yield ("Practitioner", "Therapist", "Treated by", "Seen by"), of(STAFF)
    yield ("Assessor", "Team member", "Entered by", "Reviewed by"), of(STAFF)
    yield ("Practitioner", "Provider", "Clinician", "Staff"), letters("P99")
    yield ("Device", "Machine", "Device name", "Pen"), of(DEVICES)
    yield ("Treatment", "Procedure", "Treatment name", "Service"), of(TREATMENTS)
    yield ("Product", "Product name", "Home care", "Brand"), of(PRODUCTS)
    yield ("Area", "Area treated", "Zone", "Site on face"), of(AREAS)
    yield ("Reaction", "Side effects", "Skin response", "Outcome detail"), of(REACTIONS)
    yield ("Heard of us", "Source", "Referral source", "Channel"), of(SOURCES)
    yield ("Country", "Nationality", "Country of origin", "Born in country"), of(COUNTRIES)
    yield ("Diagnosis code", "ICD-10", "Code", "Dx"), of(CODES)
    yield ("Cartridge lot", "Lot no", "Batch", "Lot number"), letters("A9999")
    yield ("Serum lot", "Numbing cream lot", "Lot 2", "Batch of gel"), letters("9999AA")
    yield ("Serum batch", "Gel batch", "Peel batch", "Kit"), letters("AA-999999")
    yield ("Serial", "Serial number", "Device serial", "Handpiece"), letters("AA99A99999")
    yield ("Barcode", "EAN", "GTIN", "Product code"), digits(13)
    yield ("Reading", "Raw value", "Counter", "Pulses"), digits(9)
    yield ("Order", "Order number", "Invoice", "Receipt"), digits(10)
    yield ("Row", "No", "Nr", "#"), counting("{}", 1)
    yield ("Booking ref", "Booking", "Appointment ref", "Ref"), counting("B{:06}", 20411)
    yield ("Transaction", "Trans", "Ticket", "Docket"), counting("{}", 7400001200)
    yield ("Client ID", "Client code", "Patient ID", "Client ref"), letters("A-999")
    yield ("Client ID", "Client number", "Client no", "Patient code"), digits(5)
    yield ("Treatment ID", "Session id", "Treatment no", "Visit id"), counting("T-{:05}", 1)
    yield ("Treatment date", "Date", "Tx date", "Date of treatment"), day("%d/%m/%Y")
    yield ("Follow-up date", "Review date", "Follow up on", "FU date"), day("%Y-%m-%d")
    yield ("Booked on", "Consultation", "Created", "Opened"), day("%d.%m.%y")
    yield ("Patch test", "Last peel", "Consent signed", "Sent on"), day("%d %b %Y")
    yield ("Timestamp", "Saved at", "Modified", "Logged"), day("%Y%m%d%H%M%S")
    yield ("Month", "Period", "Treated in", "Cohort"), day("%B %Y")
    yield ("Weekday", "Day", "Day of week", "DOW"), day("%A")
    yield ("Week", "ISO week", "Calendar week", "KW"), day("%G-W%V")
    yield (
        ("Time", "Start time", "Appointment time", "At"),
        lambda: f"{chance.randrange(8, 19)}:{chance.choice('0134')}0",
    )
    yield ("Needle depth", "Depth (mm)", "Depth", "needle_depth_mm"), number(0.2, 3, "{:.2f}")
    yield ("Pore score", "Sebum", "TEWL", "Hydration score"), number(0, 90, "{:.3f}")
    yield ("Price", "Paid", "Fee", "Amount"), number(60, 900, "£{:.2f}")
    yield ("Duration", "Length of session", "Minutes", "Chair time"), number(20, 90, "{:.0f} min")
    yield ("BMI", "Weight", "Temp", "Humidity"), number(17, 41, "{:.1f}")
    yield ("Adherence", "Aftercare score", "Aftercare adherence", "Compliance"), number(0, 100, "{:.0f}%")
    yield ("Range", "Lesion count", "Spots", "Lesions"), of(("0-5", "6-10", "11-20", "21-50", "over 50", "5-10"))
    yield (
        ("Age band", "Age group", "Age range", "Ageband"),
        of(("20-29", "30-39", "40-49", "50-59", "60-69", "under 20")),
    )
    yield ("Fitzpatrick", "Skin phototype", "Fitz", "FST"), of(("I", "II", "III", "IV", "V", "VI"))
    yield (
        ("Skin type", "Skin", "Type of skin", "Skin class"),
        of(("oily", "dry", "normal", "combination", "sensitive", "Oily")),
    )
    yield ("Breakout", "Flare", "Outcome", "Broke out"), of(("yes", "no", "No", "Yes"))
    yield ("Photo taken", "Email consent", "Phone reminder", "Photo consent"), of(("yes", "no", "Y", "N"))
    yield ("Photos", "E-mail", "Notes", "Phone"), of(("yes", "no", "Y", "N"))
    yield ("Postcode area", "Postcode", "Post code", "Postcode district"), of(("SW1", "LS6", "M1", "E14", "BS8", "EH3"))
    yield (
        ("Firmware", "Software version", "Version", "App version"),
        lambda: f"{chance.randrange(1, 4)}.{chance.randrange(9)}.{chance.randrange(12)}.{chance.randrange(9)}",
    )
    yield ("Hash", "Checksum", "Key", "Token"), lambda: f"{chance.getrandbits(64):016x}"
    yield (
        ("UUID", "Guid", "Uid", "Record uuid"),
        lambda: f"{chance.getrandbits(32):08x}-{chance.getrandbits(16):04x}-4{chance.getrandbits(12):03x}",
    )
    yield ("Room", "Room number", "Bed", "Cabin"), of(("Room 1", "Room 2", "Suite 3", "Room 4"))
    yield (
        ("Ingredients", "Actives", "Contains", "Key actives"),
        lambda: ", ".join(chance.sample(("zinc", "urea", "squalane", "panthenol", "niacinamide"), 2)),
    )
    yield (
        ("Package", "Course", "Programme", "Plan"),
        of(("Single", "Course of 3", "Course of 6", "Glow Plan", "Bridal", "Student")),
    )
    yield ("Birthweight", "Birth outcome", "Birth order", "Births"), of(("1", "2", "3", "0"))
    yield ("Age of device", "Age of cartridge (h)", "Wound age", "Serum age"), number(1, 60, "{:.0f}")
    yield (
        ("Settings", "Program", "Mode", "Protocol"),
        of(("1.5 mm / 120 Hz", "1.0 mm / 90 Hz", "2.0 mm / 150 Hz", "0.5 mm / 60 Hz")),
    )
    yield ("Client ID", "Client ref", "Client code", "Patient no"), letters("AAA-9999")
    yield ("Client ID", "Client number", "Patient ID", "Client"), counting("Client {}", 1001)
    yield ("Treatment ID", "Session id", "Treatment ref", "Visit id"), counting("TX2026-{:05}", 1)
    yield ("Client ref", "Client ID", "Patient code", "Client no"), letters("A9A9A9")
    yield ("Client no", "Client ref", "Client ID", "Patient ref"), digits(6)
    yield ("Referred by", "GP", "Recommended by", "Witness"), of(("Instagram", "a friend", "Google", "no", "yes"))
