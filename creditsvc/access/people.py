"""People: added with roles, signed in with a password, throttled by user name."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy.orm import Session

from creditsvc.access import credentials, failure_store, mandates, store
from creditsvc.access.domain import (
    LEAST_PASSWORD,
    USERNAME,
    GrantInvalid,
    OwnAffair,
    PasswordWeak,
    User,
    UsernameTaken,
    UserUnknown,
    wait_after,
)
from creditsvc.audit import service as trail
from creditsvc.db.engine import writing
from creditsvc.db.work import Act, Work
from creditsvc.kernel.areas import is_area
from creditsvc.kernel.caller import account
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.remit import Need
from creditsvc.kernel.roles import ROLES
from creditsvc.signing.service import Keys

LONGEST_PASSWORD = 1024


def add_user(  # noqa: PLR0913 - each is a thing an operator states about a person
    act: Act,
    *,
    username: str,
    name: str,
    password: str,
    roles: Iterable[str],
    authority: str | None = None,
    region: str | None = None,
) -> User:
    """A new person who may sign in. authority, region: the bounds of the remit; None: unbounded.

    Added by somebody signed in, they wait until another person lets them in (see `resume_user`):
    nobody becomes two people by making an account. The operator of the machine is not held to that.
    """
    user = User(
        id=act.new_id(), username=_username(username), name=_display_name(name), roles=_known(roles),
        authority=authority, region=_area(region),
        status="suspended" if act.actor.id.startswith("user:") else "active",
    )  # fmt: skip
    if store.user(act.session, username):
        raise UsernameTaken(
            f"用户名已被使用：{username}", f"the user name {username!r} is taken", field="username"
        )
    _store(act, user, password)
    return user


def set_password(act: Act, username: str, password: str) -> None:
    """Give a person a new password."""
    user = person(act.session, username)
    _check_password(user.username, password)
    hashed = credentials.hash_password(password)
    store.change_user(act.session, username, password=hashed)
    trail.note(act, "user.password-set", user.id)


def set_roles(act: Act, username: str, roles: Iterable[str]) -> None:
    """Give a person other roles; they count from the next request on. Nobody sets their own."""
    user = person(act.session, username)
    _must_be_another(act, user.username)
    wanted = sorted(_known(roles))
    store.change_user(act.session, username, roles=wanted)
    trail.note(act, "user.roles-set", user.id, roles=wanted)


def suspend_user(act: Act, username: str) -> None:
    """Let a person no longer sign in; tokens already out are refused from the next request on.

    What was lent to them, and what they lent, ends with it.
    """
    user = person(act.session, username)
    store.change_user(act.session, username, status="suspended")
    trail.note(act, "user.suspended", user.id)
    mandates.end_of_office(act, username)


def resume_user(act: Act, username: str) -> None:
    """Let a suspended person sign in again; not by themselves, nor by whoever made the account."""
    user = person(act.session, username)
    _must_be_another(act, user.username, store.added_by(act.session, username))
    store.change_user(act.session, username, status="active")
    trail.note(act, "user.resumed", user.id)


def person(session: Session, username: str) -> User:
    """The person of this user name; raises UserUnknown."""
    found = store.user(session, username) if USERNAME.fullmatch(username) else None
    if found is None:
        raise UserUnknown(
            f"没有这个用户：{username}", f"no user has the name {username!r}", field="username"
        )
    return found[0]


def authority_of(session: Session, actor: str) -> str | None:
    """The authority that whoever has this id belongs to; None: to none, or nobody signed in."""
    found = store.user(session, account(actor)) if actor.startswith("user:") else None
    return None if found is None else found[0].authority


def people(session: Session) -> list[User]:
    """Everybody on record, by user name."""
    return store.users(session)


def sign_in(work: Work, keys: Keys, username: str, password: str) -> User | int:
    """The person whose password this is; else the seconds to wait before the next try (0: none).

    Unknown names, wrong passwords and suspended people cost the same work and look the same. The
    try is counted before it is made, so that many at once count as many.
    """
    subject = keys.keyed_digest(f"sign-in\0{username}")
    waiting = _claim_try(work, subject)
    if waiting:
        return waiting
    with work.read() as session:
        found = store.user(session, username) if USERNAME.fullmatch(username) else None
        today = legal_day(work.clock.now())
        lent = mandates.with_mandates(session, found[0], today) if found else None
    kept = found[1] if found else credentials.nobody()
    genuine = credentials.password_matches(password[:LONGEST_PASSWORD], kept)
    if lent is None or not genuine or lent.status != "active":
        return 0
    with Session(writing(work.engine)) as session, session.begin():
        failure_store.clear(session, subject)
    return lent


def _claim_try(work: Work, subject: str) -> int:
    """Count a try as failed until it succeeds; the seconds to wait if it may not be made yet."""
    # Not an act: a visitor without a name must not be able to number acts of the register.
    with Session(writing(work.engine)) as session, session.begin():
        now = work.clock.now()
        before = failure_store.so_far(session, subject)
        if before and before[1] > now:
            return max(1, round((before[1] - now).total_seconds()))
        count = (before[0] if before else 0) + 1
        until = now + timedelta(seconds=wait_after(count))
        failure_store.keep(session, subject, count=count, at=now, blocked_until=until)
    return 0


def _store(act: Act, user: User, password: str) -> None:
    _check_password(user.username, password)
    row = {
        "id": user.id,
        "username": user.username,
        "name": user.name,
        "password": credentials.hash_password(password),
        "roles": sorted(user.roles),
        "authority": user.authority,
        "region": user.region,
        "status": user.status,
        "act_no": act.no,
    }
    store.add_user(act.session, row)
    trail.note(act, "user.added", user.id, roles=sorted(user.roles))


def _must_be_another(act: Act, *others: str) -> None:
    """Refuse a person who is one of *others*, by account name or id."""
    if act.actor.id.startswith("user:") and account(act.actor.id) in {account(x) for x in others}:
        raise OwnAffair(
            "不得变更自己的角色，也不得启用自己或自己登记的账号；须由另一名信用管理员办理",
            "nobody changes their own roles or lets in themselves or an account they made; "
            "another credit officer must",
            need=Need(scope="users.manage", parts=frozenset(f"user:{account(x)}" for x in others)),
        )


def _area(region: str | None) -> str | None:
    if region is not None and not is_area(region):
        raise GrantInvalid(
            f"行政区划须为 2、4 或 6 位数字：{region}",
            f"a region has 2, 4 or 6 digits (province, city, county), not {region!r}",
            field="region",
        )
    return region


def _known(roles: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(roles)
    strange = sorted(wanted - set(ROLES))
    if strange or not wanted:
        raise GrantInvalid(
            f"角色不可用：{'、'.join(strange) or '一个也没有'}；可用：{'、'.join(ROLES)}",
            f"roles not known: {', '.join(strange) or 'none given'}; "
            f"one or more of: {', '.join(ROLES)}",
            field="role",
        )
    return wanted


def _username(username: str) -> str:
    if not USERNAME.fullmatch(username):
        raise GrantInvalid(
            "用户名要以小写字母开头，2 到 64 个字符，只含小写字母、数字和 . _ -",
            "a user name starts with a lower-case letter and has 2 to 64 of a-z 0-9 . _ -",
            field="username",
        )
    return username


def _display_name(name: str) -> str:
    clean = name.strip()
    if not clean or len(clean) > 200 or not clean.isprintable():
        raise GrantInvalid(
            "姓名为空、过长或含控制符", "the name is empty, too long or unprintable", field="name"
        )
    return clean


def _check_password(username: str, password: str) -> None:
    if not LEAST_PASSWORD <= len(password) <= LONGEST_PASSWORD or username in password.lower():
        raise PasswordWeak(
            f"密码至少 {LEAST_PASSWORD} 个字符，且不含用户名",
            f"a password has at least {LEAST_PASSWORD} characters and does not contain the user name",
            field="password",
        )
