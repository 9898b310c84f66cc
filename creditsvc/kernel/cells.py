"""Cells of a table that a spreadsheet opens: none may be taken for a formula. Pure."""

MARK = "\ufeff"  # without it Excel takes UTF-8 for the system's own code page
_FORMULA = tuple("=+-@＝＋－＠\t\r\n")  # some program or other runs a cell that begins so


def tame(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: such a one is led by an apostrophe."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA):
        return f"'{cell}"
    return cell
