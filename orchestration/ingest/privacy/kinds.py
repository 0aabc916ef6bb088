"""The kinds of personal data that the rules look for."""

from enum import StrEnum


class Kind(StrEnum):
    """What a column or cell would give away; the value stands in messages."""

    PERSON = "a person"
    PHONE = "phone numbers"
    IDENTITY_NUMBER = "identity numbers"
    PLATE = "number plates"
    ADDRESS = "addresses"
    COORDINATES = "coordinates"
    DEVICE = "device numbers"
    EMAIL = "e-mail addresses"
    FREE_TEXT = "free text"
    BIRTH = "dates of birth"
