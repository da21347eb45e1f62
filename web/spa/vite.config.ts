/** Configures the build, the development server and the tests. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { budget } from "./tools/budget.ts";
import { keepLast } from "./tools/keepLast.ts";
import { precompress } from "./tools/precompress.ts";

const backend = process.env.FLOWPILOT_BACKEND ?? "http://127.0.0.1:8000";

/** The style sheets of parts that load on demand. A screen that imports one of them statically pays for both sheets. */
const LATER_PARTS = [
  "account/audit/audit",
  "account/(channels|psa)/",
  "analytics",
  "attachments",
  "cases",
  "deliveries",
  "documentation",
  "hypotheses",
  "preferences",
  "writeUps",
  "notifications/panel",
  "push",
  "scripts",
  "share/share",
  "shell/palette",
  "tickets",
  "trees",
  "pilot/(lane/lane|conclude|dialogs|chat/cut|details/details)",
  "prose/(masked|signal)",
  "ui/(combobox|popover|unitField)",
];
const LATER_STYLES = new RegExp(`/src/(${LATER_PARTS.join("|")})[^.]*(\\.module)?\\.css$`);

export default defineConfig({
  plugins: [
    react(),
    budget({
      screens: {
        "home/HomeScreen.tsx": 165,
        "pilot/PilotScreen.tsx": 195,
        "escalations/EscalationsScreen.tsx": 165,
        "analytics/AnalyticsScreen.tsx": 165,
        "scripts/ScriptsScreen.tsx": 165,
        "tickets/TicketsScreen.tsx": 165,
        "trees/TreesScreen.tsx": 165,
        "account/AccountScreen.tsx": 165,
        "entry/EntryScreens.tsx": 165,
      },
      css: 15,
      font: 50,
    }),
    precompress(),
    keepLast(),
  ],
  resolve: { alias: { "~": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: "../static",
    // Pages that are open during an upgrade still load parts of the previous build, see `tools/keepLast.ts`.
    emptyOutDir: false,
    // One sheet for everything that a screen shows at once compresses to two thirds of the size of its parts, and no screen waits for its
    // own sheet. What only dialogs and other parts loaded on demand need comes in a second one.
    cssCodeSplit: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "later", test: LATER_STYLES, priority: 2 },
            { name: "styles", test: /\.css$/, priority: 1 },
          ],
        },
      },
    },
    target: "es2023",
    // The CSP allows no data: fonts, and every target browser preloads modules itself.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { "/api": { target: backend, changeOrigin: false } } },
  preview: { proxy: { "/api": { target: backend, changeOrigin: false } } },
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "http://localhost:3000/" } },
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/freshModules.ts", "tests/setup.ts"],
    isolate: false,
    css: { modules: { classNameStrategy: "non-scoped" } },
    restoreMocks: true,
    // By default Vitest leaves one core free, which is half of two.
    maxWorkers: "100%",
    testTimeout: 60_000,
    // The guards against a key pressed too fast are real milliseconds, for which a busy machine can be too late.
    retry: 1,
  },
});
