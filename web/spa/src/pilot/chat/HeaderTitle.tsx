/** The session's title, editable in place. */
import type { AiSession } from "~/api/types";
import { headline } from "~/lib/text";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { InlineEdit } from "../details/InlineEdit";
import { useEditing } from "../details/useEditing";
import { useSessionEdit } from "../details/useSessionEdit";
import css from "../pilot.module.css";

const MAX_TITLE = 120;

export function HeaderTitle({ aiSession }: { aiSession: AiSession }) {
  const [isEditing, setIsEditing] = useEditing("title");
  const save = useSessionEdit(aiSession);
  const title = headline(aiSession);
  return (
    <>
      {/* Remains the screen's heading and the tab's title during the edit. */}
      {isEditing && <ScreenTitle className="hidden-words">{title}</ScreenTitle>}
      <InlineEdit
        name="title"
        value={title}
        maxLength={MAX_TITLE}
        mayEdit={aiSession.can_write}
        isEditing={isEditing}
        onEdit={setIsEditing}
        onSave={(text) => save("title", text)}
      >
        <ScreenTitle className={css.title} dir="auto">
          {title}
        </ScreenTitle>
      </InlineEdit>
    </>
  );
}
