"""Normal forms of names, for deciding that two spellings are one. What is printed stays as printed."""

import unicodedata

_BLANK = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
# NFKC already folds full-width （）［］｛｝＜＞; these are the brackets it leaves apart.
_SPELLINGS = str.maketrans(
    dict.fromkeys("[{<〔【〖〈《「『〘〚", "(")
    | dict.fromkeys("]}>〕】〗〉》」』〙〛", ")")
    | dict.fromkeys("•・‧∙⋅", "·")
)


def name_key(name: str) -> str:
    """The form in which two spellings of one enterprise name are equal.

    Compatibility forms (NFKC), case, blanks, invisible signs, kinds of bracket and of middle dot do
    not tell names apart; everything else does. For equality only, never for display or likeness.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return unicodedata.normalize("NFKC", without_blanks(folded).translate(_SPELLINGS))


def without_blanks(text: str) -> str:
    """*text* without blanks, line ends, controls and the zero-width signs that pasted text carries."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in _BLANK)
