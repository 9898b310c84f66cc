"""What the party does: reply, object, apply, supplement, withdraw, send papers. Each is one act of its own."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException

from creditsvc.db.work import Act
from creditsvc.door import guard, looks, service, store
from creditsvc.door.domain import MOST_FILES, Door, NothingSent, Said, must_say_something
from creditsvc.door.guard import through_the_door
from creditsvc.door.schemas import (
    ApplicationForm,
    HonourForm,
    ObjectionForm,
    ReceivedOut,
    SaidForm,
    SupplementForm,
    WithdrawalForm,
)
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.refusals import Refusal
from creditsvc.papers import service as papers
from creditsvc.papers.domain import Examined
from creditsvc.proceedings.rendering import words
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
FORM = "multipart/form-data"
PROOF = "proof."
blueprint = Blueprint(
    "door_moves",
    __name__,
    url_prefix="/case",
    template_folder="templates",
    description="当事人的行为 / what an enterprise does in its own case",
)
blueprint.register_error_handler(Refusal, looks.refused)
blueprint.register_error_handler(HTTPException, looks.failed)


@blueprint.post("/reply")
@through_the_door
@blueprint.arguments(SaidForm, location="form", content_type=FORM)
@blueprint.response(201, ReceivedOut)
def reply(body: Body) -> ResponseReturnValue:
    """陈述申辩。Reply to the notice; also after the period, as long as nothing is decided."""
    said, _ = _said(body)
    return _done(lambda act, door: service.reply(act, words(act.session), door, said))


@blueprint.post("/hearing")
@through_the_door
@blueprint.arguments(SaidForm, location="form", content_type=FORM)
@blueprint.response(201, ReceivedOut)
def ask_for_hearing(body: Body) -> ResponseReturnValue:
    """要求听证。Ask for a hearing, by the last day on which that may be done."""
    said, _ = _said(body)
    return _done(lambda act, door: service.ask_for_hearing(act, words(act.session), door, said))


@blueprint.post("/objection")
@through_the_door
@blueprint.arguments(ObjectionForm, location="form", content_type=FORM)
@blueprint.response(201, ReceivedOut)
def object_to(body: Body) -> ResponseReturnValue:
    """对列入、记录或者主体身份提出异议。Contest the entry, a record, or that this concerns the enterprise."""
    said, _ = _said(body)
    ground, about = body["ground"], body["about"]
    return _done(lambda act, door: service.object_to(act, door, said, ground, about))


@blueprint.post("/application")
@through_the_door
@blueprint.arguments(ApplicationForm, location="form", content_type=FORM)
@blueprint.response(201, ReceivedOut)
def apply(body: Body) -> ResponseReturnValue:
    """申请提前移出，或者（写 record）修复记录。Apply for early removal or, with `record`, for its repair."""
    said, proofs = _said(body, with_proofs=True)
    laws = runtime().part(Laws)
    return _done(
        lambda act, door: service.apply(
            act, laws.in_use(act.session), door, said, record=body["record"], proofs=proofs
        )
    )


@blueprint.post("/honour")
@through_the_door
@blueprint.arguments(HonourForm, location="form", content_type=FORM)
@blueprint.response(201, ReceivedOut)
def apply_for_honour(body: Body) -> ResponseReturnValue:
    """申请列入守信名单（企业的查询码）。Apply for an honour, with the enterprise's own code."""
    said, proofs = _said(body, with_proofs=True)
    laws, rule = runtime().part(Laws), body["rule"]
    return _done(
        lambda act, door: service.apply_for_honour(
            act, laws.in_use(act.session), door, said, rule=rule, proofs=proofs
        )
    )


@blueprint.post("/supplement")
@through_the_door
@blueprint.arguments(SupplementForm, location="form", content_type=FORM)
@blueprint.response(201, ReceivedOut)
def supplement(body: Body) -> ResponseReturnValue:
    """补充申请的证明材料。More proofs for an application that is not taken up yet."""
    said, proofs = _said(body, with_proofs=True)
    laws, key = runtime().part(Laws), body["application"]
    return _done(
        lambda act, door: service.supplement(
            act, laws.in_use(act.session), door, said, repair_id=key, proofs=proofs
        )
    )


@blueprint.post("/withdrawal")
@through_the_door
@blueprint.arguments(WithdrawalForm, location="form", content_type=FORM)
@blueprint.response(201, ReceivedOut)
def withdraw(body: Body) -> ResponseReturnValue:
    """撤回自己的申请、异议或者听证要求。Take back an own application, objection or request for a hearing."""
    said, _ = _said(body)
    named = [each for each in ("application", "objection", "honour", "hearing") if body[each]]
    if len(named) != 1:
        raise NothingSent(
            "请写明撤回哪一件：application、objection、honour 或者 hearing，只写一项",
            "name what is taken back: application, objection, honour or hearing, one of them",
            field="application",
        )
    if named == ["hearing"]:
        return _done(lambda act, door: service.ask_no_more(act, door, said))
    back = {
        "application": service.withdraw_repair,
        "objection": service.withdraw_objection,
        "honour": service.withdraw_honour,
    }[named[0]]
    key = body[named[0]]
    return _done(lambda act, door: back(act, door, said, key))


@blueprint.post("/papers")
@through_the_door
@blueprint.arguments(SaidForm, location="form", content_type=FORM)
@blueprint.response(201, ReceivedOut)
def send_papers(body: Body) -> ResponseReturnValue:
    """提交材料。Send papers for the file of the case."""
    said, _ = _said(body)
    return _done(lambda act, door: service.send_papers(act, door, said))


def _done(move: Callable[[Act, Door], object]) -> ResponseReturnValue:
    """Run *move* in an act of the party, and say under which number it came in."""
    door = guard.door()
    with runtime().work.act(guard.party()) as act:
        move(act, door)
        made = store.submissions(act.session, door.number)[-1]
    if looks.wants_page():
        return redirect(url_for("door.matter", received=made.no, _anchor="received"), 303)
    return looks.as_json({"number": made.document_no, "digest": made.digest}, 201)


def _said(body: Body, *, with_proofs: bool = False) -> tuple[Said, dict[str, Examined]]:
    """Words and files of the request, each file looked through before an act holds the lock."""
    sent = [(name, file) for name, file in request.files.items(multi=True) if file.filename]
    if len(sent) > MOST_FILES:
        raise NothingSent(
            f"一次最多{MOST_FILES}个文件，请分次上传",
            f"at most {MOST_FILES} files at a time; send the rest again",
            field="file",
        )
    proofs: dict[str, Examined] = {}
    files: list[Examined] = []
    for name, file in sent:
        if name == "file":
            files.append(_examined(file))
        elif with_proofs and name.startswith(PROOF) and name not in proofs:
            proofs[name.removeprefix(PROOF)] = _examined(file)
        else:
            raise NothingSent(f"没有这一栏：{name}", f"there is no field {name!r}", field="file")
    said = Said(text=body["text"], contact=body["contact"], files=tuple(files))
    must_say_something(Said(text=said.text, contact=said.contact, files=(*files, *proofs.values())))
    return said, proofs


def _examined(file: FileStorage) -> Examined:
    return papers.examine(file.read(), file.filename or "", file.mimetype)
