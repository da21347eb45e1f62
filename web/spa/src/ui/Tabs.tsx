/** Tabs over one panel; arrow keys move between them (WAI-ARIA's pattern, by Base UI). */
import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
import css from "./tabs.module.css";

interface TabsProps<Value extends string> {
  label: string;
  value: Value;
  tabs: readonly { value: Value; label: ReactNode }[];
  onChoose: (value: Value) => void;
  /** Placed at the end of the row, outside the tab list. */
  end?: ReactNode;
  /** The selected tab's panel. */
  children: ReactNode;
}

export function Tabs<Value extends string>(props: TabsProps<Value>) {
  const { label, value, tabs, onChoose, end, children } = props;
  return (
    <Base.Root value={value} onValueChange={(next) => onChoose(next as Value)} className={css.root}>
      <div className={css.row}>
        <Base.List aria-label={label} className={css.list}>
          {tabs.map((tab) => (
            <Base.Tab key={tab.value} value={tab.value} className={css.tab}>
              {tab.label}
            </Base.Tab>
          ))}
        </Base.List>
        {end}
      </div>
      <Base.Panel value={value} className={css.panel}>
        {children}
      </Base.Panel>
    </Base.Root>
  );
}
