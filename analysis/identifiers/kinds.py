"""The kinds of identifier: those a clinic's file can hold among the 18 of the HIPAA Privacy Rule.

45 CFR 164.514(b)(2); the GDPR (article 4) names no list but means these too.
"""

NAME = "name"
EMAIL = "e-mail address"
PHONE = "phone number"
ADDRESS = "postal address"
POSTCODE = "postcode"
BIRTH_DATE = "date of birth"
AGE = "exact age"
AGE_OVER_89 = "age over 89"
NATIONAL_NUMBER = "national number"
RECORD_NUMBER = "medical record number"
IBAN = "IBAN"
ACCOUNT = "account number"
PLATE = "number plate"
COORDINATES = "coordinates"
WEB_ADDRESS = "web address"
HANDLE = "user name"
IP_ADDRESS = "IP address"
PHOTO = "photo"
FREE_TEXT = "free text"
CLIENT_ID = "client id"
# They are no clients, but people all the same: on choice they become pseudonyms.
STAFF = "names of staff"
# Neither plainly a factor nor a measurement: whose it is, if anybody's, is not known.
UNCLEAR = "no clear groups"

PLURALS = {
    NAME: "names",
    EMAIL: "e-mail addresses",
    PHONE: "phone numbers",
    ADDRESS: "postal addresses",
    POSTCODE: "full postcodes",
    BIRTH_DATE: "dates of birth",
    NATIONAL_NUMBER: "national numbers",
    IBAN: "IBANs",
    COORDINATES: "coordinates of a place",
    WEB_ADDRESS: "web addresses",
    HANDLE: "user names",
    IP_ADDRESS: "IP addresses",
    PHOTO: "photos",
    FREE_TEXT: "free text",
}
