"""Normal forms of names, for deciding that two spellings are one. What is printed stays as printed."""

import unicodedata

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
    seen = "".join(sign for sign in folded if not _is_blank(sign))
    return unicodedata.normalize("NFKC", seen.translate(_SPELLINGS))


def _is_blank(sign: str) -> bool:
    # Z*: blanks and line ends; Cc, Cf: controls and zero-width signs that pasted names carry
    return unicodedata.category(sign) in {"Zs", "Zl", "Zp", "Cc", "Cf"}
