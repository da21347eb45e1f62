/** The form of the Conclude dialog: the drafted write-up, and beside it what only the engineer knows. */
import { type FormEvent, type ReactNode, type RefObject, useState } from "react";
import { messageOf } from "~/api/errors";
import type { TicketDetail } from "~/api/tickets";
import type { AiSession } from "~/api/types";
import { useSubmitOnEnter } from "~/keyboard/enter";
import { useLogin } from "~/login/LoginProvider";
import { DialogBody, DialogForm } from "~/ui/Dialog";
import { lazyPart } from "~/ui/lazyPart";
import { useDocumentation } from "~/writeUps/useDocumentation";
import dialogs from "../dialogs/dialogs.module.css";
import type { ConfirmedClose } from "../dialogs/useConfirmedClose";
import { useSteps } from "../steps";
import { CaseKept } from "./CaseKept";
import type { Text } from "./ConcludeDialog";
import { ConcludeFoot } from "./ConcludeFoot";
import css from "./conclude.module.css";
import { HowDoYouKnow } from "./HowDoYouKnow";
import { NoteDraft } from "./NoteDraft";
import { type Problems, problemsOf } from "./problems";
import { TicketPlace, TicketStatus } from "./TicketPlace";
import { TimeSpent } from "./TimeSpent";
import { basisOf } from "./timeSpent";
import { useCaseDraft } from "./useCaseDraft";
import { noteOf, shownToClient, useConclude } from "./useConclude";
import type { Conclusion } from "./useConclusion";
import { usePosting } from "./useTicketChoices";

const PreviewPanel = lazyPart(() => import("~/writeUps/PreviewPanel"));

interface ConcludeFormProps {
  aiSession: AiSession;
  area: RefObject<HTMLTextAreaElement | null>;
  text: Text;
  said: ReactNode;
  conclusion: Conclusion;
  closing: ConfirmedClose;
  onDone: () => void;
}

export function ConcludeForm(props: ConcludeFormProps) {
  const { aiSession, area, text, said, conclusion, closing, onDone } = props;
  const { documentation, caseDraft, ticket, form } = useForm(aiSession, conclusion);
  const { note, proposed } = form;
  const steps = useSteps(aiSession.id).data ?? [];
  const [wasTried, setWasTried] = useState(false);
  const submitOnEnter = useSubmitOnEnter();
  const problems = problemsOf(form);
  const concluding = useConclude(aiSession.id, () => {
    conclusion.forget();
    onDone();
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setWasTried(true);
    if (problems.first) focusField(event.currentTarget, problems.first);
    else if (!concluding.isPending) concluding.mutate(form);
  };
  return (
    <DialogForm onSubmit={submit} onKeyDown={submitOnEnter}>
      <DialogBody label="Write-up and ticket">
        <div className={css.columns}>
          <div className={css.column}>
            {said}
            {text === "note" ? (
              <NoteDraft
                aiSession={aiSession}
                documentation={documentation}
                note={note}
                conclusion={conclusion}
                area={area}
              />
            ) : (
              <Package aiSession={aiSession} />
            )}
            <CaseKept aiSession={aiSession} draft={caseDraft} conclusion={conclusion} />
          </div>
          <AboutWork
            aiSession={aiSession}
            ticket={ticket}
            conclusion={conclusion}
            proposed={proposed}
            basis={basisOf(documentation.data, steps)}
            shown={shownToClient(form)}
            problems={wasTried ? problems : null}
          />
        </div>
        {concluding.error && (
          <p className={dialogs.error} role="alert">
            Not concluded. Your text is kept. {messageOf(concluding.error)}
          </p>
        )}
      </DialogBody>
      <ConcludeFoot
        closing={closing}
        isPublic={form.posting !== null && conclusion.entered.audience === "public"}
        isBusy={concluding.isPending}
      />
    </DialogForm>
  );
}

/** What the dialog shows, as it would be recorded now. */
function useForm(aiSession: AiSession, { entered }: Conclusion) {
  const documentation = useDocumentation(aiSession, true);
  const caseDraft = useCaseDraft(aiSession);
  const { ticket, posting } = usePosting(aiSession);
  const form = {
    entered,
    note: noteOf(documentation.data, aiSession),
    proposed: documentation.data?.time_spent_minutes ?? null,
    posting,
    draftedCase: caseDraft.data?.content ?? null,
  };
  return { documentation, caseDraft, ticket, form };
}

function Package({ aiSession }: { aiSession: AiSession }) {
  return (
    <PreviewPanel
      aiSession={aiSession}
      kind="escalation-package"
      label="Escalation package"
      reader="What a colleague would get if you escalated instead."
    />
  );
}

interface AboutWorkProps {
  aiSession: AiSession;
  ticket: TicketDetail | undefined;
  conclusion: Conclusion;
  proposed: number | null;
  basis: ReturnType<typeof basisOf>;
  /** What the client would see now. */
  shown: string;
  /** Null until the user has tried to conclude. */
  problems: Problems | null;
}

/** What only the engineer knows, and what happens to the ticket. */
function AboutWork(props: AboutWorkProps) {
  const { aiSession, ticket, conclusion, problems } = props;
  const { psa } = useLogin();
  return (
    <div className={css.column}>
      <HowDoYouKnow conclusion={conclusion} error={problems?.verification ?? null} />
      <TimeSpent
        conclusion={conclusion}
        proposed={props.proposed}
        basis={props.basis}
        error={problems?.minutes ?? null}
      />
      <TicketStatus ticket={ticket} conclusion={conclusion} />
      <TicketPlace
        aiSession={aiSession}
        psa={psa}
        ticket={ticket}
        conclusion={conclusion}
        shown={props.shown}
        error={problems?.audience ?? null}
      />
    </div>
  );
}

/** Fields are found by name, because some of them are groups. */
function focusField(form: HTMLFormElement, name: string): void {
  form.querySelector<HTMLElement>(`[name="${name}"], [aria-invalid="true"]`)?.focus();
}
