import { createTheme, type MantineColorsTuple } from "@mantine/core";

// Ink carries the buttons, so that colour stays free for the state of the plant.
const ink: MantineColorsTuple = [
  "#f4f7f7", "#e4ebeb", "#ccd6d7", "#aebbbd", "#8d9ba0",
  "#6c7b80", "#4f5f64", "#37464a", "#25332f", "#14211f",
];

const dark: MantineColorsTuple = [
  "#e4ebeb", "#b0bdc0", "#8d9ba0", "#5c696e", "#2f3a3f",
  "#242d31", "#1b2327", "#161d20", "#0f1416", "#0b0f11",
];

export const theme = createTheme({
  primaryColor: "ink",
  primaryShade: { light: 9, dark: 1 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  colors: { ink, dark },
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--font-code)",
  defaultRadius: "sm",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  headings: { fontFamily: "var(--font)", fontWeight: "600" },
  cursorType: "pointer",
});
