import { defineConfig } from "vite";

// One classic script for one <script> tag on a customer's page.
export default defineConfig({
  build: {
    outDir: "../static",
    emptyOutDir: true,
    target: "es2022",
    // light-dark() and color-mix() as they are: the browsers of 2024 know them
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    lib: {
      entry: "src/widget.ts",
      formats: ["iife"],
      name: "SwitchboardChat",
      fileName: () => "widget.js",
    },
  },
});
