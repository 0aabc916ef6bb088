"""The form of a description in two languages: one text, Chinese first, as dbt and a snapshot's comments have it."""


def by_language(description: str) -> dict[str, str]:
    """The first paragraph by language: Chinese (`zh`) up to the last 。, English (`en`) after it."""
    zh, stop, en = " ".join(description.split("\n\n")[0].split()).rpartition("。")
    return {"zh": zh + stop, "en": en.strip()}
