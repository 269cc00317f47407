import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The address of a running server, for development only.
const server = process.env.LINESIDE_URL ?? "http://127.0.0.1:8600";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "../src/lineside/app/web",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
  },
  server: { proxy: { "/api": server } },
});
