/** The palette's entries: actions of this screen, screens, sessions, and help. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { isAdmin } from "~/account/roles";
import { keys } from "~/api/keys";
import { searchSessions } from "~/api/sessions";
import { ANY_TICKET, fetchTickets } from "~/api/tickets";
import { isChosenBy, type ScreenAction, useScreenActions } from "~/keyboard/actions";
import { useSingleKeys } from "~/keyboard/useKeys";
import { clientAndTicket, headline, ticketTag } from "~/lib/text";
import { useIsViewer, useLogin } from "~/login/LoginProvider";
import { useStartNew } from "../SessionList";
import { sessionState } from "../sessionState";
import { openOverlay } from "./usePalette";

export interface Entry {
  id: string;
  label: string;
  /** Grey text after the label: client and ticket, or what an action does. */
  hint?: string | undefined;
  /** Grey text at the end: the state of a session, or why an action is not possible now. */
  note?: string | undefined;
  shortcut?: string | undefined;
  isDisabled?: boolean;
  run: () => void;
}

export interface EntryGroup {
  label: string;
  items: Entry[];
}

const PAUSE_MS = 200;
const MAX_SESSIONS = 8;
const MAX_TICKETS = 5;

export function useEntries(words: string): EntryGroup[] {
  const actions = useScreenActions()
    .filter((action) => words === "" || isChosenBy(words, action))
    .map(actionEntry);
  const sessions = useSessionEntries(words);
  const tickets = useTicketEntries(words);
  const groups = [
    { label: "On this screen", items: actions.filter((entry) => holds(entry, words)) },
    { label: "Go to", items: useNavEntries().filter((entry) => holds(entry, words)) },
    { label: words ? "Sessions" : "Latest sessions", items: sessions },
    { label: "Tickets", items: tickets },
  ];
  return groups.filter((group) => group.items.length > 0);
}

/** Whether the entry contains every word, in any position. */
function holds({ label, hint = "" }: Entry, words: string): boolean {
  const text = `${label} ${hint}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function actionEntry(action: ScreenAction): Entry {
  return {
    id: `action:${action.id}`,
    label: action.label,
    hint: action.hint,
    note: action.disabledReason,
    shortcut: action.shortcut ?? `/${action.id}`,
    isDisabled: action.disabledReason !== undefined,
    run: action.run,
  };
}

function useNavEntries(): Entry[] {
  const navigate = useNavigate();
  const startNew = useStartNew();
  const isViewer = useIsViewer();
  const { user } = useLogin();
  const key = useSingleKey();
  const screenEntry = (path: string, label: string, shortcut?: string): Entry => ({
    id: `screen:${path}:${label}`,
    label,
    shortcut: key(shortcut),
    run: () => void navigate(path),
  });
  return [
    ...(isViewer ? [] : [{ id: "new", label: "New session", shortcut: key("n"), run: startNew }]),
    screenEntry("/", "Home", "g h"),
    screenEntry("/pilot", "Copilot", "g c"),
    ...(isViewer ? [] : [screenEntry("/escalations", "Escalation queue", "g e")]),
    screenEntry("/tickets", "Tickets", "g t"),
    screenEntry("/scripts", "Scripts", "g s"),
    screenEntry("/trees", "Trees"),
    ...(isViewer
      ? []
      : [
          screenEntry("/scripts/new", "New script"),
          screenEntry("/trees?new", "New tree"),
          screenEntry("/trees", "Run a tree…"),
        ]),
    screenEntry("/analytics", "Analytics", "g a"),
    screenEntry("/account", "Account"),
    ...(isAdmin(user) ? [screenEntry("/account/audit-log", "Audit log")] : []),
    {
      id: "help",
      label: "Keyboard shortcuts",
      shortcut: "Ctrl /",
      run: () => openOverlay("shortcuts"),
    },
  ];
}

/** Returns a key only where single keys work: not in a chat, and not if they are switched off. */
function useSingleKey(): (key: string | undefined) => string | undefined {
  const { pathname } = useLocation();
  const isOn = useSingleKeys();
  return (key) => (isOn && !pathname.startsWith("/pilot") ? key : undefined);
}

function useSessionEntries(words: string): Entry[] {
  const navigate = useNavigate();
  const { user } = useLogin();
  const settled = useSettled(words);
  const { data } = useQuery({
    queryKey: keys.sessionsFound(settled),
    queryFn: ({ signal }) => searchSessions(settled, MAX_SESSIONS, signal),
    placeholderData: (before) => before,
  });
  return (data ?? []).map((aiSession) => ({
    id: `session:${aiSession.id}`,
    label: headline(aiSession),
    hint: clientAndTicket(aiSession),
    note: sessionState(aiSession, user.id).word ?? undefined,
    run: () => void navigate(`/pilot/${aiSession.id}`),
  }));
}

/** Only for words: the latest tickets are a screen of their own. */
function useTicketEntries(words: string): Entry[] {
  const navigate = useNavigate();
  const { psa } = useLogin();
  const settled = useSettled(words);
  const { data } = useQuery({
    queryKey: keys.ticketsFound(settled),
    queryFn: ({ signal }) => fetchTickets({ ...ANY_TICKET, q: settled }, null, signal),
    placeholderData: (before) => before,
    enabled: psa !== null && settled !== "",
  });
  if (!settled) return [];
  return (data?.items ?? []).slice(0, MAX_TICKETS).map(({ number, title, client_name }) => ({
    id: `ticket:${number}`,
    label: `${ticketTag(number)} ${title}`,
    hint: client_name,
    run: () => void navigate(`/tickets/${encodeURIComponent(number)}`),
  }));
}

/** The text once the user has stopped typing. */
function useSettled(words: string): string {
  const [settled, setSettled] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), words ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [words]);
  return settled;
}
