import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { mockApi } from "./dev/mockApi.ts";

// `npm run mock` answers /api from dev/; otherwise PENSTOCK_URL names a running control plane.
export default defineConfig(({ mode }) => ({
  plugins: [react(), ...(mode === "mock" ? [mockApi()] : [])],
  server: {
    host: "127.0.0.1",
    ...(process.env.PENSTOCK_URL
      ? {
          proxy: {
            "/api": {
              target: process.env.PENSTOCK_URL,
              changeOrigin: true,
              headers: { origin: process.env.PENSTOCK_URL },
            },
          },
        }
      : {}),
  },
  build: {
    outDir: "target/console",
    target: "es2023",
    modulePreload: { polyfill: false },
    manifest: true,
  },
  test: {
    environment: "happy-dom",
    setupFiles: ["./src/testing/setup.ts"],
    testTimeout: 20_000,
    restoreMocks: true,
    css: false,
  },
}));
