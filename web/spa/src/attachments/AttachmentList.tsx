/** The images and files of a message in the transcript. An image opens in a dialog; a text shows its first lines. */
import { Download, FileText } from "lucide-react";
import { useState } from "react";
import { attachmentUrl } from "~/api/attachments";
import type { Attachment } from "~/api/types";
import { count, sizeText } from "~/lib/text";
import { Dialog } from "~/ui/Dialog";
import { ScrollBox } from "~/ui/ScrollBox";
import css from "./attachments.module.css";

interface ListProps {
  attachments: Attachment[];
  /** Where they are: a session's id, or "new" before there is one. */
  place: string;
}

export default function AttachmentList({ attachments, place }: ListProps) {
  const images = attachments.filter((one) => one.kind === "image");
  const texts = attachments.filter((one) => one.kind === "text");
  return (
    <>
      {images.length > 0 && (
        <ul className={css.images} aria-label="Images">
          {images.map((image) => (
            <li key={image.id}>
              <Picture image={image} place={place} />
            </li>
          ))}
        </ul>
      )}
      {texts.map((text) => (
        <TextFile key={text.id} text={text} place={place} />
      ))}
    </>
  );
}

function Picture({ image, place }: { image: Attachment; place: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={css.picture}
        aria-label={`Open image ${image.name}`}
        onClick={() => setOpen(true)}
      >
        <img src={attachmentUrl(place, image.id, "thumbnail")} alt={image.name} loading="lazy" />
      </button>
      {isOpen && (
        <Dialog title={image.name} wide onClose={() => setOpen(false)}>
          <img
            className={css.whole}
            src={attachmentUrl(place, image.id)}
            alt={image.name}
            width={image.width ?? undefined}
            height={image.height ?? undefined}
          />
        </Dialog>
      )}
    </>
  );
}

function TextFile({ text, place }: { text: Attachment; place: string }) {
  return (
    <div className={css.file}>
      <p className={css.fileLine}>
        <FileText size={16} strokeWidth={1.5} aria-hidden="true" />
        <span className={css.fileName}>{text.name}</span>
        <span className={css.meta}>
          {count(text.lines ?? 0, "line")}, {sizeText(text.bytes)}
        </span>
        <a href={attachmentUrl(place, text.id)} download aria-label={`Download ${text.name}`}>
          <Download size={14} strokeWidth={1.5} aria-hidden="true" />
          Download
        </a>
      </p>
      {text.excerpt && (
        <details>
          <summary>First lines</summary>
          <ScrollBox label={`First lines of ${text.name}`} className={css.excerpt}>
            <pre>{text.excerpt}</pre>
          </ScrollBox>
        </details>
      )}
    </div>
  );
}
