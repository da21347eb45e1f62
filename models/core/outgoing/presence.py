"""Who has which topic open, kept only in Redis: nothing of it is stored in the database.

Each topic has a hash with one entry per person and tab, and a second hash with the people that were last published.
One script changes an entry, drops expired ones and publishes `presence_changed` if the set of people is another one
now, at most once per `PAUSE_SECONDS`.  What has to happen later without a call (an entry expires, a change waits for
the pause) is entered in one sorted set by its time; `PresenceBoard.look_at_due` does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import redis

from models.core.outgoing import live

# How long a person is shown after the last call of one of their tabs (seconds).
STAY_SECONDS = 30
# The shortest time between two `presence_changed` of one topic (seconds).
PAUSE_SECONDS = 1
# How many tabs of a person are kept for a topic.  More are no people, and each call looks at all entries.
MOST_TABS = 20
# Stands in the event for the people, whom only the script knows.
PEOPLE = "@people@"
DUE_KEY = "fp:presence-due"
# How many topics are looked at in one round.
BATCH_SIZE = 100

# Keys: the topic's tabs, what was published of it, the due times, the account's channel.
# Arguments: now, what to do (`set`, `remove`, `remove_all` or `look`), tab ("user_id tab"), typing (1 or 0), person
# (the inside of a JSON object), stay, pause, the event before and after its people, member of the due times.
# An entry is "until typing person".  Returns when the topic is due again, or "".
_CHANGE = """
local now, action, tab = tonumber(ARGV[1]), ARGV[2], ARGV[3]
local stay, pause = tonumber(ARGV[6]), tonumber(ARGV[7])
if action == 'set' then
  redis.call('HSET', KEYS[1], tab, string.format('%.3f', now + stay) .. ' ' .. ARGV[4] .. ' ' .. ARGV[5])
elseif action == 'remove' then
  redis.call('HDEL', KEYS[1], tab)
end
local tabs, users, person, typing, due = redis.call('HGETALL', KEYS[1]), {}, {}, {}, nil
local most, kept = tonumber(ARGV[11]), {}
for number = 1, #tabs, 2 do
  local until_, types, named = string.match(tabs[number + 1], '^(%S+) (%d) (.*)$')
  local user = string.match(tabs[number], '^%S+')
  local is_too_many = (kept[user] or 0) >= most and tabs[number] ~= tab
  if tonumber(until_) <= now or is_too_many or (action == 'remove_all' and user == tab) then
    redis.call('HDEL', KEYS[1], tabs[number])
  else
    if not person[user] then users[#users + 1] = user end
    kept[user] = (kept[user] or 0) + 1
    person[user], typing[user] = named, typing[user] or types == '1'
    due = math.min(due or tonumber(until_), tonumber(until_))
  end
end
table.sort(users)
local people = {}
for number, user in ipairs(users) do
  people[number] = '{' .. person[user] .. ',"typing":' .. tostring(typing[user]) .. '}'
end
local list = '[' .. table.concat(people, ',') .. ']'
local shown = redis.call('HMGET', KEYS[2], 'people', 'at')
if list ~= (shown[1] or '[]') then
  local free_at = (tonumber(shown[2]) or 0) + pause
  if free_at <= now then
    redis.call('PUBLISH', KEYS[4], ARGV[8] .. list .. ARGV[9])
    redis.call('HSET', KEYS[2], 'people', list, 'at', string.format('%.3f', now))
  else
    due = math.min(due or free_at, free_at)
  end
end
redis.call('EXPIRE', KEYS[1], 2 * stay)
redis.call('EXPIRE', KEYS[2], 2 * stay)
if not due then
  redis.call('ZREM', KEYS[3], ARGV[10])
  return ''
end
redis.call('ZADD', KEYS[3], string.format('%.3f', due), ARGV[10])
return string.format('%.3f', due)
"""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A topic of one account, and who hears of the people there.

    `topics` and `audience` (user ids as text): as in `live.Envelope`.
    """

    account_id: UUID
    topic: str
    topics: tuple[str, ...]
    audience: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One tab of a person.  `number` tells the tabs of a person apart; `topic` is on the screen of this one."""

    user_id: UUID
    name: str
    number: str = ""

    @property
    def key(self) -> str:
        return f"{self.user_id} {self.number}"


@dataclass(frozen=True, kw_only=True)
class Viewer:
    id: UUID
    name: str
    typing: bool


class PresenceBoard:
    """`write_event`: the event about a place, with `PEOPLE` in place of its people.

    Every method but the constructor may raise redis.RedisError.  Times come from the caller, so that all of them are
    of one clock.
    """

    def __init__(self, client: redis.Redis, *, write_event: Callable[[Place], live.Envelope]) -> None:
        self._client = client
        self._change: Callable[..., Any] = client.register_script(_CHANGE)
        self._write_event = write_event

    def show(self, place: Place, tab: Tab, *, typing: bool, at: datetime) -> float | None:
        """Show this tab's person for `STAY_SECONDS`.  Returns when the place is due, in seconds since 1970."""
        person = orjson.dumps({"id": str(tab.user_id), "name": tab.name})[1:-1]
        return self._run(place, at.timestamp(), "set", tab.key, typing=typing, person=person)

    def sign_off(self, place: Place, user_id: UUID, tab_number: str | None, *, at: datetime) -> float | None:
        """Remove one tab of a person, or without `tab_number` all of them.  Returns when the place is due, or None."""
        if tab_number is None:
            return self._run(place, at.timestamp(), "remove_all", str(user_id))
        return self._run(place, at.timestamp(), "remove", f"{user_id} {tab_number}")

    def look_at_due(self, *, at: datetime) -> float | None:
        """Publish what has become due.  Returns when the next place is due, in seconds since 1970; None without one."""
        now = at.timestamp()
        due: Any = self._client.zrange(DUE_KEY, "-inf", now, byscore=True, offset=0, num=BATCH_SIZE)
        for member in due:
            self._run(_place_of(member), now, "look")
        first: Any = self._client.zrange(DUE_KEY, 0, 0, withscores=True)
        return float(first[0][1]) if first else None

    def read(self, account_id: UUID, topics: Iterable[str], *, at: datetime) -> dict[str, list[Viewer]]:
        """The people of each topic, sorted by id; an empty list where nobody is."""
        wanted = list(topics)
        with self._client.pipeline(transaction=False) as pipe:
            for topic in wanted:
                pipe.hgetall(_tabs_key(account_id, topic))
            found = pipe.execute() if wanted else []
        return {topic: _viewers_of(tabs, at.timestamp()) for topic, tabs in zip(wanted, found, strict=True)}

    def _run(
        self, place: Place, now: float, action: str, tab: str = "", *, typing: bool = False, person: bytes = b""
    ) -> float | None:
        shown_key = f"fp:presence-shown:{place.account_id}:{place.topic}"
        keys = [_tabs_key(place.account_id, place.topic), shown_key, DUE_KEY, live.channel_of(place.account_id)]
        event = live.ephemeral_message(self._write_event(place))
        before, _, after = event.partition(orjson.dumps(PEOPLE))
        about = [now, action, tab, int(typing), person, STAY_SECONDS, PAUSE_SECONDS]
        due = self._change(keys=keys, args=[*about, before, after, orjson.dumps(asdict(place)), MOST_TABS])
        return float(due) if due else None


def _tabs_key(account_id: UUID, topic: str) -> str:
    return f"fp:presence:{account_id}:{topic}"


def _place_of(member: bytes) -> Place:
    fields = orjson.loads(member)
    return Place(
        account_id=UUID(fields["account_id"]),
        topic=fields["topic"],
        topics=tuple(fields["topics"]),
        audience=None if fields["audience"] is None else tuple(fields["audience"]),
    )


def _viewers_of(tabs: dict[bytes, bytes], now: float) -> list[Viewer]:
    """Of several tabs of a person, one that types makes the person type."""
    found: dict[UUID, Viewer] = {}
    for entry in tabs.values():
        until, typing, person = entry.split(b" ", 2)
        if float(until) > now:
            named = orjson.loads(b"{" + person + b"}")
            user_id = UUID(named["id"])
            was_typing = user_id in found and found[user_id].typing
            found[user_id] = Viewer(id=user_id, name=named["name"], typing=was_typing or typing == b"1")
    return sorted(found.values(), key=lambda viewer: viewer.id)
