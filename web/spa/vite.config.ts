/** How the app is built, served while developing, and tested. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { budget } from "./tools/budget.ts";
import { precompress } from "./tools/precompress.ts";

const backend = process.env.FLOWPILOT_BACKEND ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [
    react(),
    budget({
      screens: {
        "pilot/PilotScreen.tsx": 195,
        "escalations/EscalationsScreen.tsx": 165,
        "account/AccountScreen.tsx": 165,
        "entry/EntryScreens.tsx": 165,
      },
      css: 15,
      font: 50,
    }),
    precompress(),
  ],
  resolve: { alias: { "~": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: "../static",
    emptyOutDir: true,
    target: "es2023",
    // The content security policy allows no data: fonts, and every browser we build for preloads modules itself.
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
    setupFiles: ["tests/setup.ts"],
    css: { modules: { classNameStrategy: "non-scoped" } },
    restoreMocks: true,
    // Left to itself it keeps one core free, of two that is half.
    maxWorkers: "100%",
    testTimeout: 20_000,
  },
});
