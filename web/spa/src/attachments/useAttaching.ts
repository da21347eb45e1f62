/** Paste, drop and pick. What uploads and shows the files is loaded with the first one. */
import { type ClipboardEvent, type DragEvent, useState } from "react";
import { loader } from "~/lib/loader";
import { serverNow } from "~/lib/serverTime";
import { useLogin } from "~/login/LoginProvider";
import { MAX_CHARACTERS } from "~/pilot/composer/message";
import { readyOf, type TrayFile, useTray } from "./tray";

const uploads = loader(() => import("./upload"));

export interface Attaching {
  files: TrayFile[];
  hasReady: boolean;
  isUploading: boolean;
  /** A file is being dragged over the composer. */
  isTarget: boolean;
  add: (files: File[]) => void;
  paste: (event: ClipboardEvent) => void;
  drop: Record<"onDragOver" | "onDragLeave" | "onDrop", (event: DragEvent) => void>;
}

export function useAttaching(sessionId: string): Attaching {
  const { user } = useLogin();
  const files = useTray(user.id, sessionId);
  const [isTarget, setTarget] = useState(false);
  const add = (added: File[]) => {
    if (added.length === 0) return;
    uploads().then(
      ({ addFiles }) => addFiles({ userId: user.id, sessionId }, added),
      () => undefined,
    );
  };
  return {
    files,
    hasReady: readyOf(files).length > 0,
    isUploading: files.some((file) => file.state === "uploading"),
    isTarget,
    add,
    paste: (event) => pasteInto(event, add),
    drop: dropHandlers(setTarget, add),
  };
}

/** A text that is too long for a message becomes a file. */
function pasteInto(event: ClipboardEvent, add: (files: File[]) => void): void {
  const files = [...event.clipboardData.files];
  const text = event.clipboardData.getData("text/plain");
  if (files.length === 0 && text.length <= MAX_CHARACTERS) return;
  event.preventDefault();
  add(files.length > 0 ? files : [new File([text], pastedName(), { type: "text/plain" })]);
}

function pastedName(): string {
  const time = new Date(serverNow()).toLocaleTimeString("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
  });
  return `Pasted text, ${time}.txt`;
}

function dropHandlers(
  setTarget: (is: boolean) => void,
  add: (files: File[]) => void,
): Attaching["drop"] {
  return {
    onDragOver: (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      setTarget(true);
    },
    onDragLeave: (event) => {
      const isInside = event.currentTarget.contains(event.relatedTarget as Node | null);
      if (!isInside) setTarget(false);
    },
    onDrop: (event) => {
      setTarget(false);
      if (event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      add([...event.dataTransfer.files]);
    },
  };
}
