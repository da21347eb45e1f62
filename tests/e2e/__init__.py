"""FlowPilot as its users meet it: real processes, the built SPA, a headless Chromium."""
