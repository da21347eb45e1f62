/** Opens the Conclude dialog of a session, and plays the job that drafts its text. */
import { screen, within } from "@testing-library/react";
import type { AiSession, Documentation, Fix, Step } from "~/api/types";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeSession } from "../factories";
import { FakeApi } from "../fakeApi";
import { makeDocumentation } from "../fakeWriteUps";

export const DRAFT = makeDocumentation({
  sections: {
    problem: "Nightly backup of FS01 failed.",
    cause: "Shadow storage was full.",
    resolution: "Raised the limit.",
    verification: "A backup by hand finished.",
  } as never,
}).sections;

export class ConcludeDesk {
  readonly fakeApi = new FakeApi();
  readonly aiSession: AiSession = makeSession(this.fakeApi.user, {
    client_name: "Contoso",
    psa_ticket_id: "48231",
  });

  /** The job has written this; the screen learns of it from the event. */
  write(part: Partial<Documentation>): void {
    this.hold(part);
    const event = { id: id(), session_id: this.aiSession.id, status: "ready" as const };
    FakeEventSource.current.emit("documentation_ready", event);
  }

  /** The text was there before the dialog is opened. */
  hold(part: Partial<Documentation> = { sections: DRAFT }): void {
    this.fakeApi.writeUps.documentation[this.aiSession.id] = makeDocumentation({
      status: "ready",
      content: "# Backup",
      state_version: 1,
      provider_label: "Demo AI",
      ...part,
    });
  }

  async open({ steps = [], fixes = [] }: { steps?: Step[]; fixes?: Fix[] } = {}) {
    const { fakeApi, aiSession } = this;
    if (!fakeApi.sessions.includes(aiSession)) fakeApi.add(aiSession, steps, fixes);
    const app = openApp(`/pilot/${aiSession.id}`);
    await app.user.click(await screen.findByRole("button", { name: "Conclude" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Conclude" }));
    return { ...app, dialog, field: (name: string) => dialog.getByRole("textbox", { name }) };
  }

  /** The body with which the session was resolved. */
  get resolved(): Record<string, unknown> {
    return this.fakeApi.writesTo("/resolve")[0]?.body as Record<string, unknown>;
  }
}
