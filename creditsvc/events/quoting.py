"""Strangers' words inside our own sentences: cut to a sane length, and printable whatever they held."""


def shown(value: object, most: int = 60) -> str:
    """*value* as text that any page, log or file can take; half surrogate pairs become escapes."""
    text = str(value)
    cut = text if len(text) <= most else text[:most] + "…"
    plain = cut.encode("utf-8", "backslashreplace").decode()
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in plain)


def pointer_to(*names: str) -> str:
    """The JSON pointer (RFC 6901 section 3) that leads through members of these names."""
    return "".join("/" + shown(name).replace("~", "~0").replace("/", "~1") for name in names)
