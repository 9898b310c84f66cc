"""`creditsvc law schema`: JSON Schemas of the rulebook's files, for editors."""

from pathlib import Path

import click
import orjson

from creditsvc import settings
from creditsvc.cli.operator import BadArgument, Refused, refusals
from creditsvc.law.loader import load
from creditsvc.law.reading import RulebookError
from creditsvc.law.schema import schemas

_DIRECTORY = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("schema")
@click.argument("name", required=False)
@click.option("--law", "directory", type=_DIRECTORY, help="规则目录 / directory of the rulebook")
@click.option(
    "--to", "folder", type=_DIRECTORY, help="写入该目录，每种文件一个 / write them into this folder"
)
def schema(name: str | None, directory: Path | None, folder: Path | None) -> None:
    """打印规则书文件的 JSON Schema，供编辑器使用 / print the schemas of rulebook files, for editors.

    \b
    NAME：coverage、instrument、kinds、lists、procedures、publication、records、service、steps、local_procedures、supervision、tiers、two_dates；不写则全部。
    NAME: one of these; without it all of them, in one object by name.
    """  # noqa: D301 - \b is click's sign for a paragraph not to be wrapped
    with refusals():
        where = directory if directory is not None else settings.read().config_dir / "law"
        try:
            found = schemas(load(where))
        except RulebookError as why:
            raise Refused(str(why)) from why
        if name is not None and name not in found:
            known = "、".join(found), ", ".join(found)
            raise BadArgument(
                f"没有“{name}”；可用：{known[0]}", f"there is no {name!r}; use one of: {known[1]}"
            )
    wanted = {name: found[name]} if name is not None else found
    if folder is None:
        click.echo(_text(found[name] if name is not None else found), nl=False)
        return
    for each, content in wanted.items():
        (folder / f"{each}.schema.json").write_bytes(_text(content))


def _text(content: object) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
