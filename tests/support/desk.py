"""An account with its people, each with a browser of their own, over the HTTP contract."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from sqlalchemy import Select
from werkzeug.test import TestResponse

from models.ai_session import AiSession
from models.core.unit_of_work import UnitOfWork
from models.handoff import Handoff
from models.operations import accounts, invitations, logins
from models.operations.accounts import NewUser
from models.operations.suggested_fixes import ProposedFix, propose_fix
from models.queries.steps import all_steps
from models.suggested_fix import SuggestedFix
from models.user import Role, User
from web.edge import identity
from web.edge.application import FlowPilot, request_transaction

API = "/api/v1"
PASSWORD = "correct horse battery"


class Person:
    """A signed-in browser: it keeps its cookie, sends its CSRF token, and requests paths below /api/v1."""

    def __init__(self, client: FlaskClient, signed_in: dict[str, Any], email: str) -> None:
        self.client, self.email = client, email
        self.csrf_token: str = signed_in["csrf_token"]
        self.id: str = signed_in["user"]["id"]
        self.name: str = signed_in["user"]["name"]
        self.account_id = UUID(signed_in["account"]["id"])

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.client.get(API + path, query_string=query)

    def post(self, path: str, **body: Any) -> TestResponse:
        return self.send("POST", path, json=body)

    def patch(self, path: str, **body: Any) -> TestResponse:
        return self.send("PATCH", path, json=body)

    def send(self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: Any) -> TestResponse:
        headers = {"X-CSRF-Token": self.csrf_token} | (headers or {})
        return self.client.open(API + path, method=method, headers=headers, **more)

    def opens_session(self, problem: str = "Outlook keeps asking for a password", **about: Any) -> dict[str, Any]:
        return expect(self.post("/ai-sessions", problem=problem, **about), 201)

    def escalates(self, ai_session: dict[str, Any], reason: str = "Stuck", **more: Any) -> dict[str, Any]:
        path = f"/ai-sessions/{ai_session['id']}/handoff"
        return expect(self.post(path, intent="escalate", reason=reason, **more), 201)

    def parks(self, ai_session: dict[str, Any], **more: Any) -> dict[str, Any]:
        return expect(self.post(f"/ai-sessions/{ai_session['id']}/handoff", intent="park", **more), 201)

    def reads(self, ai_session: dict[str, Any]) -> dict[str, Any]:
        """The session as this person sees it now."""
        return expect(self.get(f"/ai-sessions/{ai_session['id']}"), 200)

    def bell(self, **query: Any) -> list[dict[str, Any]]:
        return expect(self.get("/notifications", **query), 200)["items"]

    def queue(self, **query: Any) -> list[str]:
        """The sessions that this person is offered to pick up, by id."""
        items = expect(self.get("/ai-sessions/escalations", **query), 200)["items"]
        return [item["session_id"] for item in items]

    def claims(self, handoff: dict[str, Any]) -> TestResponse:
        return self.post(f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}/claim")


@dataclass(frozen=True)
class Desk:
    app: FlowPilot
    owner: Person
    junior: Person
    senior: Person
    viewer: Person

    @property
    def account_id(self) -> UUID:
        return self.owner.account_id

    def joins(self, name: str, role: str) -> Person:
        """Somebody new, by invitation."""
        return join(self.app, self.owner, name, role)

    @contextmanager
    def unit(self) -> Iterator[UnitOfWork]:
        """A unit of work of this account, for what has no call of its own: a copilot's proposal, a row to look at."""
        with self.app.app_context(), request_transaction() as unit:
            unit.enter_account(self.account_id)
            yield unit

    def rows(self, query: Select[Any]) -> list[Any]:
        """What this account's part of a table holds now."""
        with self.unit() as unit:
            found = list(unit.db_session.scalars(query))
            unit.db_session.expunge_all()
            return found

    def proposes(self, ai_session: dict[str, Any], title: str = "Clear the cached sign-in") -> dict[str, Any]:
        """The copilot suggests a fix in `ai_session`; the fix as the API tells it."""
        with self.unit() as unit:
            row = unit.db_session.get_one(AiSession, UUID(ai_session["id"]))
            proposed = ProposedFix(title=title, rationale="Its token is stale.", steps=["Close Outlook"], risk="low")
            fix_id = propose_fix(row, proposed, step=all_steps(row)[0]).id
        return expect(self.owner.get(f"{path_of_fixes(ai_session)}/{fix_id}"), 200)

    def deactivates(self, person: Person) -> None:
        self._change(User, UUID(person.id), is_active=False)

    def gives_role(self, person: Person, role: str) -> None:
        self._change(User, UUID(person.id), role=role)

    def changes_handoff(self, handoff: dict[str, Any], **values: Any) -> None:
        self._change(Handoff, UUID(handoff["id"]), **values)

    def changes_fix(self, fix: dict[str, Any], **values: Any) -> None:
        self._change(SuggestedFix, UUID(fix["id"]), **values)

    def changes_session(self, ai_session: dict[str, Any], **values: Any) -> None:
        """Bring a session into a state that only time or a former version brings about."""
        self._change(AiSession, UUID(ai_session["id"]), **values)

    def _change(self, table: type[Any], row_id: UUID, **values: Any) -> None:
        with self.unit() as unit:
            row = unit.db_session.get_one(table, row_id)
            for name, value in values.items():
                setattr(row, name, value)


def open_desk(app: FlowPilot) -> Desk:
    """By the operations behind the API in one transaction: over HTTP it took half of a test's time."""
    with app.app_context(), request_transaction():
        olga = accounts.register_account("Olga's MSP", first=_newcomer("Olga", Role.OWNER))
        people = [olga, *(_invited(app, olga, name, role) for name, role in PEOPLE.items())]
        owner, junior, senior, viewer = (_signed_in(app, user) for user in people)
    return Desk(app, owner=owner, junior=junior, senior=senior, viewer=viewer)


PEOPLE = {"Sam": Role.ENGINEER, "Priya": Role.ENGINEER, "Vic": Role.VIEWER}


def _newcomer(name: str, role: Role) -> NewUser:
    return NewUser(name=name, email=address(name), password=PASSWORD, role=role)


def _invited(app: FlowPilot, by: User, name: str, role: Role) -> User:
    invitation = invitations.invite_member(address(name), role, by=by, key_ring=app.extensions["key_ring"])
    return invitations.accept_invitation(invitation.token, name=name, password=PASSWORD)


def _signed_in(app: FlowPilot, user: User) -> Person:
    opened, settings, client = logins.open_login(user), app.flowpilot_settings, app.test_client()
    client.set_cookie(identity.cookie_name(settings), opened.token)
    told = {
        "csrf_token": identity.csrf_token(opened.login.id, settings),
        "user": {"id": str(user.id), "name": user.name},
        "account": {"id": str(user.account_id)},
    }
    return Person(client, told, user.email)


def register(app: FlowPilot, name: str) -> Person:
    client, email = app.test_client(), address(name)
    body = {"account_name": f"{name}'s MSP", "name": name, "email": email, "password": PASSWORD}
    return Person(client, expect(client.post(f"{API}/auth/register", json=body), 201), email)


def join(app: FlowPilot, admin: Person, name: str, role: str) -> Person:
    client, email = app.test_client(), address(name)
    invitation = expect(admin.post("/account/invitations", email=email, role=role), 201)
    body = {"token": invitation["accept_url"].split("token=")[1], "name": name, "password": PASSWORD}
    return Person(client, expect(client.post(f"{API}/auth/invitations/accept", json=body), 201), email)


def path_of_fixes(ai_session: dict[str, Any]) -> str:
    return f"/ai-sessions/{ai_session['id']}/suggested-fixes"


def address(name: str) -> str:
    return f"{name.lower()}-{uuid4().hex[:12]}@acme.test"


def expect(response: TestResponse, status: int) -> Any:
    """The answer's JSON, after checking its status with a message that says what came instead."""
    assert response.status_code == status, f"{response.status_code}: {response.get_data(as_text=True)[:600]}"
    return response.get_json() if response.mimetype == "application/json" and response.data else None


def refuse(response: TestResponse, status: int, code: str) -> dict[str, Any]:
    """The refusal's `detail`, after checking its status, its code and the one error shape."""
    error = expect(response, status)
    assert error["code"] == code, error
    assert error.keys() == {"status", "code", "message", "detail", "request_id"}
    return error["detail"]
