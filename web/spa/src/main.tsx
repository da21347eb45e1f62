/** Starts the app. */
import "~/styles/tokens.css";
import "~/styles/base.css";
import "~/styles/print.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "~/app/App";
import { createQueries } from "~/app/queries";
import { preloadScreen } from "~/app/screens";
import { applyTheme } from "~/lib/theme";
import { hearClicks } from "~/push/clicks";

applyTheme();
hearClicks();
preloadScreen(window.location.pathname);
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App queries={createQueries()} />
    </StrictMode>,
  );
}
