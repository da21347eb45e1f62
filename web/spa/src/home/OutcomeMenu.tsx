/** The other outcomes of a fix that waits for verification. Outcomes that need notes are recorded in the chat. */
import { Ellipsis } from "lucide-react";
import { useNavigate } from "react-router";
import { IconButton } from "~/ui/Button";
import { Menu, MenuItem } from "~/ui/Menu";

interface OutcomeMenuProps {
  title: string;
  sessionId: string;
  onFailed: () => void;
}

export default function OutcomeMenu({ title, sessionId, onFailed }: OutcomeMenuProps) {
  const navigate = useNavigate();
  return (
    <Menu
      trigger={
        <IconButton small label={`Other outcomes: ${title}`}>
          <Ellipsis size={16} strokeWidth={1.5} />
        </IconButton>
      }
    >
      <MenuItem isFinal onSelect={onFailed}>
        Did not work
      </MenuItem>
      <MenuItem onSelect={() => navigate(`/pilot/${sessionId}`)}>Partly, or wait longer…</MenuItem>
    </Menu>
  );
}
