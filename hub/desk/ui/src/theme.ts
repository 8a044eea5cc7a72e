import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const ink: MantineColorsTuple = [
  "#eef3ff",
  "#dbe5fb",
  "#b5c8f5",
  "#8caaf0",
  "#6990eb",
  "#4f7de6",
  "#3f6fd9",
  "#335fc2",
  "#2a51aa",
  "#204292",
];

const night: MantineColorsTuple = [
  "#d5d9e0",
  "#b4bac5",
  "#8b93a1",
  "#5f6775",
  "#3a404c",
  "#2a2e37",
  "#1e2128",
  "#16181d",
  "#101216",
  "#0b0c0f",
];

/** The one place for colours, sizes and component defaults. */
export const theme = createTheme({
  primaryColor: "ink",
  colors: { ink, dark: night },
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: "md",
  autoContrast: true,
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  headings: { fontWeight: "650", sizes: { h1: { fontSize: "1.25rem" }, h2: { fontSize: "1rem" }, h3: { fontSize: "0.9375rem" } } },
  components: {
    Button: { defaultProps: { size: "xs" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: "md" } },
    TextInput: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { size: "sm", comboboxProps: { shadow: "md" } } },
    MultiSelect: { defaultProps: { size: "sm" } },
    Textarea: { defaultProps: { size: "sm" } },
    NumberInput: { defaultProps: { size: "sm" } },
    PasswordInput: { defaultProps: { size: "sm" } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Modal: { defaultProps: { centered: true, overlayProps: { blur: 1 } }, styles: { title: { fontWeight: 650 } } },
    Drawer: { styles: { title: { fontWeight: 650 } } },
    Menu: { defaultProps: { shadow: "md" } },
    Badge: { defaultProps: { variant: "light", radius: "sm", size: "sm", tt: "none", fw: 550, style: { flexShrink: 0 } } },
  },
});

/** Mantine's own grey and light variants are too pale for WCAG AA; these are dark enough. */
export const cssVariables: CSSVariablesResolver = (mantine) => {
  const light: Record<string, string> = {
    "--mantine-color-dimmed": "#5a6270",
    "--mantine-color-placeholder": "#6b7280",
    "--mantine-color-error": "var(--mantine-color-red-8)",
    "--sb-rail": "#f3f4f7",
    "--sb-list": "#fafbfc",
    "--sb-line": "#e3e6eb",
    "--sb-hover": "#f0f2f6",
    "--sb-chosen": "#e4ecfc",
    "--sb-bubble-in": "#f0f2f5",
    "--sb-bubble-out": "#e1eafc",
    "--sb-bubble-bot": "#f1ecfb",
    "--sb-calls": "var(--mantine-color-teal-9)",
    "--sb-note": "#fff6d6",
    "--sb-note-line": "#e8c95a",
  };
  const dark: Record<string, string> = {
    "--mantine-color-body": "#16181d",
    "--mantine-color-dimmed": "#a3aab6",
    "--mantine-color-placeholder": "#8b93a1",
    "--mantine-color-error": "var(--mantine-color-red-4)",
    "--mantine-color-anchor": "var(--mantine-color-ink-3)",
    "--sb-rail": "#101216",
    "--sb-list": "#13151a",
    "--sb-line": "#2a2e37",
    "--sb-hover": "#1e2128",
    "--sb-chosen": "#1f2c48",
    "--sb-bubble-in": "#23272f",
    "--sb-bubble-out": "#1f3157",
    "--sb-bubble-bot": "#2c2545",
    "--sb-calls": "var(--mantine-color-teal-3)",
    "--sb-note": "#3a3216",
    "--sb-note-line": "#8a7424",
  };
  for (const colour of Object.keys(mantine.colors)) {
    light[`--mantine-color-${colour}-light-color`] = `var(--mantine-color-${colour}-9)`;
    dark[`--mantine-color-${colour}-light-color`] = `var(--mantine-color-${colour}-2)`;
  }
  for (const colour of ["gray", "dark"]) {
    light[`--mantine-color-${colour}-light-color`] = "#343a46";
    light[`--mantine-color-${colour}-outline`] = "#5a6270";
    dark[`--mantine-color-${colour}-light-color`] = "#ccd2dc";
  }
  light["--mantine-color-orange-light-color"] = "#8a3a04";
  light["--mantine-color-yellow-light-color"] = "#7a4b00";
  light["--mantine-color-green-light-color"] = "#1b6128";
  light["--mantine-color-teal-light-color"] = "#076046";
  return { variables: {}, light, dark };
};
