/** The files above the composer's text: progress, cancel, remove, retry, and the name that describes an image. */
import { CircleAlert, FileText, Image, X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { attachmentUrl } from "~/api/attachments";
import { classes } from "~/lib/classes";
import { readText, userKey, writeText } from "~/lib/storage";
import { sizeText } from "~/lib/text";
import { useLogin } from "~/login/LoginProvider";
import { Button, IconButton } from "~/ui/Button";
import css from "./attachments.module.css";
import { type TrayFile, useTray } from "./tray";
import { cancelOrRemove, rename, retry } from "./upload";

export default function Tray({ sessionId }: { sessionId: string }) {
  const { user } = useLogin();
  const files = useTray(user.id, sessionId);
  const hasImage = files.some((file) => file.attachment?.kind === "image");
  return (
    <>
      {hasImage && <SecretsNote userId={user.id} />}
      <ul className={css.tray} aria-label="Files of this message">
        {files.map((file) => (
          <FileChip key={file.id} file={file} />
        ))}
      </ul>
    </>
  );
}

/** Said once per user and browser. */
function SecretsNote({ userId }: { userId: string }) {
  const key = userKey(userId, "image-note");
  const [isRead, setRead] = useState(() => readText(key) !== "");
  if (isRead) return null;
  const close = () => {
    writeText(key, "read");
    setRead(true);
  };
  return (
    <p className={css.note}>
      <CircleAlert size={14} strokeWidth={1.5} aria-hidden="true" />
      <span>FlowPilot cannot mask passwords inside an image. Check what it shows.</span>
      <Button small look="ghost" onClick={close}>
        Understood
      </Button>
    </p>
  );
}

function FileChip({ file }: { file: TrayFile }) {
  const isUploading = file.state === "uploading";
  const verb = isUploading ? "Cancel" : "Remove";
  return (
    <li className={classes(css.chip, file.state === "failed" && css.failed)}>
      <Thumbnail file={file} />
      <FileName file={file} onRename={(name) => rename(file, name)} />
      <span className={css.meta}>{stateText(file)}</span>
      {file.state === "failed" && (
        <Button small look="ghost" onClick={() => retry(file)}>
          Retry
        </Button>
      )}
      <IconButton
        small
        tip="above"
        label={`${verb} ${file.name}`}
        onClick={() => cancelOrRemove(file)}
      >
        <X size={14} strokeWidth={1.5} />
      </IconButton>
    </li>
  );
}

function stateText(file: TrayFile): string {
  if (file.state === "failed") return file.reason ?? "Not attached.";
  if (file.state === "ready") return sizeText(file.bytes);
  return `${sizeText(file.bytes)}, ${Math.round(file.sent * 100)} %`;
}

function Thumbnail({ file }: { file: TrayFile }) {
  const { attachment } = file;
  if (attachment?.kind === "image") {
    return (
      <img
        className={css.small}
        src={attachmentUrl(file.place, attachment.id, "thumbnail")}
        alt=""
      />
    );
  }
  if (file.state === "failed")
    return <CircleAlert size={16} strokeWidth={1.5} aria-hidden="true" />;
  const Icon = attachment?.kind === "text" ? FileText : Image;
  return <Icon size={16} strokeWidth={1.5} aria-hidden="true" />;
}

interface FileNameProps {
  file: TrayFile;
  onRename: (name: string) => void;
}

/** Enter saves, Esc restores, and leaving the field saves. */
function FileName({ file, onRename }: FileNameProps) {
  const [edited, setEdited] = useState<string | null>(null);
  if (edited === null) {
    return (
      <button
        type="button"
        className={css.name}
        title={`${file.name}: rename`}
        aria-label={`${file.name}: rename`}
        disabled={file.state !== "ready"}
        onClick={() => setEdited(file.name)}
      >
        {file.name}
      </button>
    );
  }
  const save = () => {
    setEdited(null);
    if (edited.trim() && edited.trim() !== file.name) onRename(edited.trim());
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter") save();
    if (event.key === "Escape") setEdited(null);
    if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return (
    <input
      className={css.rename}
      aria-label={`Name of ${file.name}`}
      maxLength={120}
      value={edited}
      // biome-ignore lint/a11y/noAutofocus: the user has just chosen to edit it
      autoFocus
      onChange={(event) => setEdited(event.target.value)}
      onKeyDown={press}
      onBlur={save}
    />
  );
}
