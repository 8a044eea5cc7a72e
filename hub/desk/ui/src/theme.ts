import { createTheme } from "@mantine/core";

/** The one place for colours, sizes and component defaults. */
export const theme = createTheme({
  primaryColor: "blue",
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: "md",
  autoContrast: true,
  cursorType: "pointer",
});
