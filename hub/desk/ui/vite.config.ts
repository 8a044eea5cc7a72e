import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The hub serves the output under /desk/ with a policy of script-src 'self':
// nothing may be inlined into the page, nor assets turned into data: addresses.
export default defineConfig({
  base: "/desk/",
  plugins: [react()],
  build: {
    outDir: "../static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // Browsers that know light-dark() themselves: what stands in for it in older ones needs a color-scheme
    // that Mantine sets elsewhere, and without that the colours are lost.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: {
      "/api": { target: "http://127.0.0.1:8080", ws: true },
    },
  },
});
