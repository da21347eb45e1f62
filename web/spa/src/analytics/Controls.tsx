/** The period, the days that it covers, and the downloads. */
import { Download } from "lucide-react";
import { figuresFile, type Period } from "~/api/analytics";
import { classes } from "~/lib/classes";
import { page } from "~/lib/page";
import { useIsViewer } from "~/login/LoginProvider";
import { Button } from "~/ui/Button";
import kit from "~/ui/kit.module.css";
import { Menu, MenuItem } from "~/ui/Menu";
import { Segmented } from "~/ui/Segmented";
import css from "./analytics.module.css";
import { daysText } from "./series";
import { useSessionFigures } from "./useFigures";

const PERIODS = [
  { value: "7d", label: "7 d" },
  { value: "30d", label: "30 d" },
  { value: "90d", label: "90 d" },
] as const;

interface ControlsProps {
  period: Period;
  onPeriod: (period: Period) => void;
}

export default function Controls({ period, onPeriod }: ControlsProps) {
  const { data } = useSessionFigures(period);
  return (
    <>
      {data && (
        <span className={classes(kit.meta, css.covered)}>
          {daysText(data.since, data.until, data.time_zone)}, {data.time_zone}
        </span>
      )}
      <div className={css.controls}>
        <Segmented label="Period" value={period} options={PERIODS} onChoose={onPeriod} />
        <Downloads period={period} />
      </div>
    </>
  );
}

function Downloads({ period }: { period: Period }) {
  const isViewer = useIsViewer();
  const save = (table: Parameters<typeof figuresFile>[0]) => () =>
    page.download(figuresFile(table, period));
  return (
    <Menu
      trigger={
        <Button>
          <Download size={16} strokeWidth={1.5} aria-hidden />
          CSV
        </Button>
      }
    >
      {!isViewer && <MenuItem onSelect={save("escalations")}>Escalations</MenuItem>}
      <MenuItem onSelect={save("sessions")}>Sessions</MenuItem>
      <MenuItem onSelect={save("fixes")}>Suggested fixes</MenuItem>
    </Menu>
  );
}
