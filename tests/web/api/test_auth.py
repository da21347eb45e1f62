"""Register, log in, stay logged in, log out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from models.operations import accounts
from models.operations.accounts import NewUser
from models.user import Role
from settings import Settings
from tests.support.desk import API, PASSWORD, Desk, Person, address, expect, refuse, register
from web import create_app
from web.edge.application import FlowPilot, request_transaction

REGISTRATION = {"account_name": "Acme IT", "name": "Olga", "password": PASSWORD}


@pytest.fixture
def client(app: FlowPilot) -> FlaskClient:
    return app.test_client()


def log_in(client: FlaskClient, email: str, password: str = PASSWORD):
    return client.post(f"{API}/auth/login", json={"email": email, "password": password})


def test_registering_opens_an_account_with_its_role_owner_and_logs_in(client: FlaskClient) -> None:
    email = address("olga")
    answer = expect(client.post(f"{API}/auth/register", json=REGISTRATION | {"email": email}), 201)
    assert answer["account"]["name"] == "Acme IT"
    user = answer["user"]
    assert (user["name"], user["email"], user["role"], user["is_active"]) == ("Olga", email, "owner", True)
    me = expect(client.get(f"{API}/auth/me"), 200)
    assert (me["user"], me["account"], me["csrf_token"]) == (user, answer["account"], answer["csrf_token"])
    assert me["subscription"] == {"plan": "free", "status": "active"}


def test_a_user_is_told_with_exactly_the_fields_of_the_contract(desk: Desk) -> None:
    user = expect(desk.junior.get("/auth/me"), 200)["user"]
    assert user.keys() == {"id", "name", "email", "role", "is_active"}


def test_me_says_that_the_demo_ai_answers(desk: Desk) -> None:
    assert expect(desk.junior.get("/auth/me"), 200)["assistant"] == {"demo": True}


@pytest.mark.parametrize("spelling", [str.upper, str.title, "  {} ".format])
def test_an_address_names_one_person_however_it_is_spelt(desk: Desk, client: FlaskClient, spelling) -> None:
    taken = REGISTRATION | {"email": spelling(desk.junior.email)}
    refuse(client.post(f"{API}/auth/register", json=taken), 409, "address_taken")
    assert expect(log_in(client, spelling(desk.junior.email)), 200)["user"]["id"] == desk.junior.id


def test_a_refused_registration_leaves_no_login(desk: Desk, client: FlaskClient) -> None:
    response = client.post(f"{API}/auth/register", json=REGISTRATION | {"email": desk.junior.email})
    assert "Set-Cookie" not in response.headers
    refuse(client.get(f"{API}/auth/me"), 401, "not_authenticated")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", "nine char"),
        ("password", "x" * 201),
        ("password", "nul \x00 inside it"),
        ("email", "nobody"),
        ("email", "a@b"),
        ("email", "x" * 250 + "@acme.test"),
        ("name", "  "),
        ("name", "x" * 201),
        ("account_name", ""),
    ],
)
def test_registering_says_which_field_does_not_fit(client: FlaskClient, field: str, value: str) -> None:
    body = REGISTRATION | {"email": address("olga")} | {field: value}
    assert refuse(client.post(f"{API}/auth/register", json=body), 422, "validation_failed").keys() == {field}


def test_a_password_never_comes_back(client: FlaskClient) -> None:
    response = client.post(f"{API}/auth/register", json=REGISTRATION | {"email": address("olga")})
    assert "password" not in response.get_data(as_text=True)


def test_logging_in_answers_like_registering(desk: Desk, client: FlaskClient) -> None:
    answer = expect(log_in(client, desk.junior.email), 200)
    assert answer.keys() == {"user", "account", "csrf_token"}
    assert (answer["user"]["id"], answer["account"]["id"]) == (desk.junior.id, str(desk.account_id))
    assert answer["csrf_token"] != desk.junior.csrf_token


def test_a_wrong_password_and_an_unknown_address_are_told_alike(desk: Desk, client: FlaskClient) -> None:
    wrong = log_in(client, desk.junior.email, "not the password")
    unknown = log_in(client, address("nobody"), "not the password")
    for response in (wrong, unknown):
        refuse(response, 401, "not_authenticated")
        assert "Set-Cookie" not in response.headers
    assert wrong.get_json() | {"request_id": ""} == unknown.get_json() | {"request_id": ""}


def test_an_inactive_person_is_told_like_an_unknown_one(desk: Desk, client: FlaskClient) -> None:
    desk.deactivates(desk.junior)
    response = log_in(client, desk.junior.email)
    refuse(response, 401, "not_authenticated")
    assert response.get_json()["message"] == "The address or the password is wrong."


def test_deactivating_somebody_ends_their_open_login(desk: Desk) -> None:
    desk.deactivates(desk.junior)
    refuse(desk.junior.get("/auth/me"), 401, "not_authenticated")


def test_a_role_taken_away_is_gone_with_the_next_request(desk: Desk) -> None:
    desk.gives_role(desk.junior, "viewer")
    refuse(desk.junior.post("/ai-sessions", problem="No mail"), 403, "role_required")


def test_logging_out_takes_the_cookie_away(desk: Desk) -> None:
    response = desk.junior.post("/auth/logout")
    expect(response, 204)
    assert response.headers["Set-Cookie"].startswith("flowpilot=;")
    refuse(desk.junior.get("/auth/me"), 401, "not_authenticated")


def test_a_cookie_from_before_the_logout_is_worth_nothing(desk: Desk, client: FlaskClient) -> None:
    kept = desk.junior.client.get_cookie("flowpilot").value
    expect(desk.junior.post("/auth/logout"), 204)
    client.set_cookie("flowpilot", kept, domain="localhost")
    refuse(client.get(f"{API}/auth/me"), 401, "not_authenticated")


def test_logging_out_ends_this_login_only(desk: Desk, client: FlaskClient) -> None:
    expect(log_in(client, desk.junior.email), 200)
    expect(desk.junior.post("/auth/logout"), 204)
    expect(client.get(f"{API}/auth/me"), 200)


def test_a_cookie_with_one_letter_changed_is_401(desk: Desk, client: FlaskClient) -> None:
    kept = desk.junior.client.get_cookie("flowpilot").value
    client.set_cookie("flowpilot", ("A" if kept[0] != "A" else "B") + kept[1:], domain="localhost")
    refuse(client.get(f"{API}/auth/me"), 401, "not_authenticated")


def test_the_cookies_value_is_not_in_the_database(desk: Desk) -> None:
    kept = desk.junior.client.get_cookie("flowpilot").value
    with desk.unit() as unit:
        stored = unit.db_session.scalars(text("select logins::text from logins")).all()
    assert stored
    assert not any(kept in row or kept.encode().hex() in row for row in stored)


@pytest.fixture
def demo_person(app: FlowPilot) -> str:
    """Somebody of an account as `make run` makes it, by address."""
    email = address("demo")
    with app.app_context(), request_transaction():
        first = NewUser(name="Demo", email=email, password=PASSWORD, role=Role.OWNER)
        accounts.register_account("Demo MSP", first=first, is_demo=True)
    return email


def test_a_demo_login_works_under_make_run(client: FlaskClient, demo_person: str) -> None:
    expect(log_in(client, demo_person), 200)


def test_production_refuses_a_demo_login_like_a_wrong_password(settings: Settings, demo_person: str) -> None:
    production = create_app(replace(settings, dev=False, public_url="https://desk.example.com"))
    response = log_in(production.test_client(), demo_person)
    refuse(response, 401, "not_authenticated")
    assert response.get_json()["message"] == "The address or the password is wrong."


def test_production_takes_no_cookie_of_a_demo_account(
    client: FlaskClient, settings: Settings, demo_person: str
) -> None:
    expect(log_in(client, demo_person), 200)
    cookie = client.get_cookie("flowpilot")
    assert cookie
    production = create_app(replace(settings, dev=False, public_url="https://desk.example.com")).test_client()
    production.set_cookie("__Host-flowpilot", cookie.value, secure=True, domain="desk.example.com")
    response = production.get(f"{API}/auth/me", base_url="https://desk.example.com")
    refuse(response, 401, "not_authenticated")


def test_two_accounts_know_nothing_of_each_others_people(app: FlowPilot, desk: Desk) -> None:
    stranger: Person = register(app, "Stranger")
    members = expect(stranger.get("/account/members"), 200)["items"]
    assert [member["id"] for member in members] == [stranger.id]
