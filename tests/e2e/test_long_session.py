"""A session with a thousand messages: the browser does the work of what changes, whatever the length."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import PATIENCE_MS, Window
from tests.support.desk import Desk
from tests.support.eventually import eventually
from tests.support.installation import Installation

expect.set_options(timeout=PATIENCE_MS)

MESSAGES = 1_000
# The Demo AI reads all messages before it begins, which takes a second on a machine with nothing else to do.
SLOWEST_MS = 120_000
TYPED = "It is still slow after the restart of the server"

# Counts the changes in the conversation outside the reply that is being written, and all of them while nothing is.
_WATCH = """
    box => {
        window.changes = 0;
        const isAsked = change => {
            const element = change.target.nodeType === 1 ? change.target : change.target.parentElement;
            return !element.closest('article[aria-busy="true"]');
        };
        new MutationObserver(all => { window.changes += all.filter(isAsked).length; })
            .observe(box.firstElementChild, { subtree: true, childList: true, attributes: true, characterData: true });
    }
"""


def a_thousand_messages(installation: Installation, desk: Desk) -> dict[str, Any]:
    ai_session = desk.junior.opens_session("The file server is slow")
    assert eventually(lambda: desk.junior.reads(ai_session)["reply"] is None, patience=SLOWEST_MS / 1_000)
    installation.sql(
        "insert into steps (id, account_id, ai_session_id, index, kind, author_id, content, data, created_at)"
        " select gen_random_uuid(), account_id, id, step_count + n,"
        "  case when n %% 2 = 1 then 'user_message' else 'assistant_message' end,"
        "  case when n %% 2 = 1 then user_id end,"
        "  'Message ' || n || ': the **share** answers after ' || n || ' ms.' ||"
        "  case when n %% 20 = 1 then repeat(E'\\n2026-11-28 10:02:11 ERROR writer timed out', 30) else '' end,"
        "  case when n %% 2 = 1 then '{}' else '{\"status\": \"finished\"}' end::jsonb, now()"
        " from ai_sessions, generate_series(1, %(n)s) n where ai_sessions.id = %(id)s",
        id=ai_session["id"],
        n=MESSAGES,
    )
    installation.sql(
        "update ai_sessions set step_count = step_count + %(n)s where id = %(id)s", id=ai_session["id"], n=MESSAGES
    )
    return ai_session


def opens(page: Page, ai_session: dict[str, Any]) -> None:
    page.goto(f"/pilot/{ai_session['id']}")
    expect(page.get_by_text(f"Message {MESSAGES}:")).to_be_visible()


def test_typing_changes_nothing_in_a_transcript_of_a_thousand_messages(
    installation: Installation, desk: Desk, window: Window
) -> None:
    ai_session = a_thousand_messages(installation, desk)
    page = window(desk.junior)
    opens(page, ai_session)
    page.get_by_role("group", name="Conversation").evaluate(_WATCH)
    composer = page.get_by_role("textbox", name="Message")
    composer.press_sequentially(TYPED)
    expect(composer).to_have_value(TYPED)
    assert page.evaluate("window.changes") == 0


def test_nothing_typed_is_lost_while_a_reply_streams(installation: Installation, desk: Desk, window: Window) -> None:
    ai_session = a_thousand_messages(installation, desk)
    page = window(desk.junior)
    opens(page, ai_session)
    composer = page.get_by_role("textbox", name="Message")
    composer.fill("What would you check next?")
    composer.press("Enter")
    expect(page.locator('article[aria-busy="true"]')).to_be_attached(timeout=SLOWEST_MS)
    composer.press_sequentially(TYPED)
    expect(composer).to_have_value(TYPED)
