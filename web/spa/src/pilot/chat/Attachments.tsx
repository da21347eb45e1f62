/** The place of a message's images and files. It has their height before the code that shows them has loaded. */
import { Suspense } from "react";
import { useParams } from "react-router";
import type { Attachment } from "~/api/types";
import { lazyPart } from "~/ui/lazyPart";
import css from "./transcript.module.css";

const AttachmentList = lazyPart(() => import("~/attachments/AttachmentList"));

interface AttachmentsProps {
  attachments: Attachment[];
  /** Where they are, if not in the session on the screen. */
  place?: string;
}

export function Attachments({ attachments, place }: AttachmentsProps) {
  const { id } = useParams();
  if (attachments.length === 0) return null;
  const hasImage = attachments.some((one) => one.kind === "image");
  return (
    <Suspense fallback={<div className={hasImage ? css.imagesToCome : css.fileToCome} />}>
      <AttachmentList attachments={attachments} place={place ?? id ?? "new"} />
    </Suspense>
  );
}
