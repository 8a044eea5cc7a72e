import { defineConfig } from "vite";

// One classic script for one <script> tag on a customer's page.
export default defineConfig({
  build: {
    outDir: "../static",
    emptyOutDir: true,
    target: "es2022",
    lib: {
      entry: "src/widget.ts",
      formats: ["iife"],
      name: "SwitchboardChat",
      fileName: () => "widget.js",
    },
  },
});
