/** Event by channel: a check box where the user can choose, "Always" where not. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import {
  type Choices,
  fetchReach,
  type NoticeEvent,
  type PersonalChannel,
  type Reach,
} from "~/api/preferences";
import { Choice } from "~/ui/Field";
import css from "./preferences.module.css";
import { CHANNELS, EVENTS } from "./words";

interface EventTableProps {
  events: Choices;
  onEvents: (events: Choices) => void;
}

export function EventTable({ events, onEvents }: EventTableProps) {
  const { data } = useQuery({ queryKey: keys.reach, queryFn: fetchReach });
  const items = data?.items ?? [];
  const rows = [...new Set(items.map(({ event }) => event))];
  const choose = (event: NoticeEvent, channel: PersonalChannel, isOn: boolean) =>
    onEvents({ ...events, [event]: { ...events[event], [channel]: isOn } });
  return (
    <table className={css.events}>
      <thead>
        <tr>
          <th scope="col">Tell me when</th>
          {CHANNELS.map(({ channel, label }) => (
            <th key={channel} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((event) => (
          <tr key={event}>
            <th scope="row">{EVENTS[event]}</th>
            {CHANNELS.map(({ channel, by }) => (
              <td key={channel}>
                <Cell
                  item={items.find((one) => one.event === event && one.channel === channel)}
                  label={`${EVENTS[event]}, ${by}`}
                  isOn={events[event]?.[channel] ?? false}
                  onChoose={(isOn) => choose(event, channel, isOn)}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  item: Reach["items"][number] | undefined;
  label: string;
  isOn: boolean;
  onChoose: (isOn: boolean) => void;
}

function Cell({ item, label, isOn, onChoose }: CellProps) {
  if (!item) return <span className={css.hint}>–</span>;
  if (item.setting === "always") return <span className={css.hint}>Always</span>;
  return (
    <Choice
      type="checkbox"
      label={label}
      isLabelHidden
      checked={isOn}
      onChange={(event) => onChoose(event.target.checked)}
    />
  );
}
