/** The account's audit log: who changed what and when, with filters, more lines on demand, and a download. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { type AuditEntry, auditLogFile, fetchAuditLog } from "~/api/auditLog";
import { keys } from "~/api/keys";
import { page } from "~/lib/page";
import { useLogin } from "~/login/LoginProvider";
import { Button, ButtonLink } from "~/ui/Button";
import { ErrorState, NotFound } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { Main } from "~/ui/Main";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { ScrollBox } from "~/ui/ScrollBox";
import { Skeleton } from "~/ui/Skeleton";
import screenCss from "../account.module.css";
import { isAdmin } from "../roles";
import { AuditFilters } from "./AuditFilters";
import { AuditTable } from "./AuditTable";
import css from "./audit.module.css";
import { ALL, type Chosen, filterOf } from "./filter";

export default function AuditLogScreen() {
  const { account, user } = useLogin();
  return (
    <Main className={screenCss.screen}>
      <header className={kit.bar}>
        <ScreenTitle>Audit log</ScreenTitle>
        <span className={kit.meta}>{account.name}</span>
        <ButtonLink to="/account" look="ghost" className={kit.end}>
          Account
        </ButtonLink>
      </header>
      {isAdmin(user) ? <AuditLog /> : <NotFound />}
    </Main>
  );
}

function AuditLog() {
  const [chosen, setChosen] = useState<Chosen>(ALL);
  const filter = filterOf(chosen);
  const log = useInfiniteQuery({
    queryKey: keys.auditLog(filter),
    queryFn: ({ pageParam }) => fetchAuditLog(filter, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    // The lines stay while the next filter loads.
    placeholderData: keepPreviousData,
  });
  const lines = log.data?.pages.flatMap(({ items }) => items);
  return (
    <ScrollBox className={kit.scroll} label="Audit log">
      <div className={css.page}>
        <div className={css.tools}>
          <AuditFilters chosen={chosen} onChoose={setChosen} />
          <Button onClick={() => page.download(auditLogFile(filter))}>
            <Download size={16} strokeWidth={1.5} />
            Download CSV
          </Button>
        </div>
        {log.isPending && <Skeleton heights={[40, 40, 40, 40]} label="Loading the audit log" />}
        {log.isError && !lines && (
          <ErrorState
            inline
            what="The audit log could not be loaded."
            error={log.error}
            onRetry={log.refetch}
          />
        )}
        {lines && <Lines lines={lines} isOld={log.isPlaceholderData} />}
        {lines && log.hasNextPage && (
          <Button
            className={css.more}
            aria-disabled={log.isFetchingNextPage || undefined}
            onClick={() => !log.isFetchingNextPage && void log.fetchNextPage()}
          >
            {log.isFetchingNextPage ? "Loading…" : "Show older entries"}
          </Button>
        )}
      </div>
    </ScrollBox>
  );
}

function Lines({ lines, isOld }: { lines: AuditEntry[]; isOld: boolean }) {
  if (lines.length === 0) return <p className={screenCss.quiet}>No entry matches.</p>;
  return (
    <div className={kit.card} aria-busy={isOld || undefined}>
      <AuditTable lines={lines} />
    </div>
  );
}
