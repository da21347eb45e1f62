/** A run of the draft as it was saved when the test began. It writes nothing anywhere. */
import { X } from "lucide-react";
import { IconButton } from "~/ui/Button";
import kit from "~/ui/kit.module.css";
import { ScrollBox } from "~/ui/ScrollBox";
import RunPanel from "../RunPanel";
import css from "./editor.module.css";

interface TestPaneProps {
  runId: string;
  onRun: (runId: string) => void;
  onClose: () => void;
}

export function TestPane({ runId, onRun, onClose }: TestPaneProps) {
  return (
    <>
      <header className={css.paneHead}>
        <h2>Test of the draft</h2>
        <IconButton className={kit.end} label="End the test" onClick={onClose}>
          <X size={16} strokeWidth={1.5} />
        </IconButton>
      </header>
      <ScrollBox className={kit.scroll} label="Test">
        <RunPanel
          key={runId}
          runId={runId}
          place="test"
          keys="panel"
          onClose={onClose}
          onAnotherRun={onRun}
        />
      </ScrollBox>
    </>
  );
}
