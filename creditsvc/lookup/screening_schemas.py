"""The shapes of screenings and of decisions on names. Answers leave as bytes and are not dumped."""

from marshmallow import Schema, fields, validate

from creditsvc.enterprises.likeness import CLASSES, REASONS
from creditsvc.enterprises.naming import LONGEST
from creditsvc.lookup.schemas import AnswerReasonOut, AnswerTextsOut
from creditsvc.lookup.screening_questions import CANDIDATES, MOST, MOST_CANDIDATES
from creditsvc.lookup.screening_telling import KINDS

_LIMIT = validate.Range(1, MOST_CANDIDATES)


class ScreeningQueryIn(Schema):
    """One question: a name, identifiers, or both; `ref` comes back with the answer."""

    ref = fields.String(validate=validate.Length(max=100))
    name = fields.String(validate=validate.Length(max=LONGEST))
    uscc = fields.String()
    registration_no = fields.String()
    organisation_code = fields.String()


class ScreeningIn(Schema):
    """The questions, and how many candidates at most for each."""

    queries = fields.List(
        fields.Nested(ScreeningQueryIn), required=True, validate=validate.Length(1, MOST)
    )
    limit = fields.Integer(load_default=CANDIDATES, validate=_LIMIT)


class ScreeningCodeOut(AnswerTextsOut):
    """A reason with its code."""

    code = fields.String(required=True)


class LikenessReasonOut(AnswerTextsOut):
    """Why a name is like another, or in what it is not."""

    code = fields.String(required=True, validate=validate.OneOf(list(REASONS)))


class DifferenceOut(Schema):
    """A part in which the two names differ."""

    part = fields.String(required=True)
    asked = fields.String(required=True)
    held = fields.String(required=True)


class LikenessOut(AnswerTextsOut):
    """How like two names are: a class, never a probability."""

    klass = fields.String(
        required=True,
        allow_none=True,
        data_key="class",
        validate=validate.OneOf([*CLASSES]),
    )
    reasons = fields.List(fields.Nested(LikenessReasonOut), required=True)
    differing = fields.List(fields.Nested(DifferenceOut), required=True)


class ScreenedOut(Schema):
    """An enterprise of the register, and how it stands as a look-up would say."""

    id = fields.UUID(required=True)
    uscc = fields.String(required=True, allow_none=True)
    other_id = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    status = fields.String(
        required=True, validate=validate.OneOf(["listed", "not_listed", "cannot_say"])
    )
    status_reasons = fields.List(fields.Nested(AnswerReasonOut), required=True)


class MatchOut(Schema):
    """By which name it was found; `former_name`: it has a newer one since `name_until`."""

    matched_name = fields.String()
    former_name = fields.Boolean()
    name_since = fields.AwareDateTime()
    name_until = fields.AwareDateTime(allow_none=True)
    likeness = fields.Nested(LikenessOut)


class ScreeningCandidateOut(ScreenedOut, MatchOut):
    """An enterprise that may be meant; without `likeness` an identifier named it, among others."""

    decided_before = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "a decision of yours that counts no more: a name has come since"},
    )


class VetoedOut(MatchOut):
    """Alike by name, another enterprise by its identifier."""

    id = fields.UUID(required=True)
    uscc = fields.String(required=True, allow_none=True)
    other_id = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    reason = fields.Nested(ScreeningCodeOut)


class SetAsideOut(MatchOut):
    """A candidate that you decided is not meant by this name."""

    id = fields.UUID(required=True)
    uscc = fields.String(required=True, allow_none=True)
    other_id = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    false_positive = fields.UUID(required=True)


class ScreeningResultOut(AnswerTextsOut):
    """The answer to one query; none of them says that an enterprise is not listed."""

    ref = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)))
    by = fields.String(required=True, allow_none=True)
    conflict = fields.Nested(ScreeningCodeOut, required=True, allow_none=True)
    reasons = fields.List(fields.Nested(ScreeningCodeOut), required=True)
    enterprise = fields.Nested(ScreenedOut, required=True, allow_none=True)
    name_check = fields.Nested(LikenessOut, required=True, allow_none=True)
    candidates = fields.List(fields.Nested(ScreeningCandidateOut), required=True)
    vetoed = fields.List(fields.Nested(VetoedOut), required=True)
    set_aside = fields.List(fields.Nested(SetAsideOut), required=True)
    more = fields.Boolean(required=True)
    problem = fields.Dict(
        metadata={"description": "RFC 9457 members; then only `ref` is beside it"}
    )


class ScreeningOut(Schema):
    """The answers in the order of the queries."""

    as_of = fields.AwareDateTime(required=True)
    data_version = fields.Integer(required=True)
    results = fields.List(fields.Nested(ScreeningResultOut(partial=True)), required=True)


class FalsePositiveIn(Schema):
    """That a name is not that enterprise, and on what ground."""

    name = fields.String(required=True, validate=validate.Length(1, LONGEST))
    enterprise = fields.UUID(required=True, metadata={"description": "`id` of the candidate"})
    reason = fields.String(required=True, validate=validate.Length(1, 500))


class FalsePositiveOut(FalsePositiveIn):
    """A decision that stands."""

    id = fields.UUID(required=True)
    act = fields.Integer(required=True)


class FalsePositivesOut(Schema):
    """The decisions of the partner that asks, oldest first."""

    false_positives = fields.List(fields.Nested(FalsePositiveOut), required=True)


class WithdrawalIn(Schema):
    """Why a decision is taken back."""

    reason = fields.String(required=True, validate=validate.Length(1, 500))
