import {
  createTheme, defaultVariantColorsResolver, Drawer, type MantineColorsTuple, type MantineThemeOverride, Modal, Switch,
  type VariantColorsResolver,
} from "@mantine/core";
import type { Locale } from "./words";

// Ink carries the buttons, so that colour stays free for the state of the plant.
const ink: MantineColorsTuple = [
  "#f4f7f7", "#e4ebeb", "#ccd6d7", "#aebbbd", "#8d9ba0",
  "#6c7b80", "#4f5f64", "#37464a", "#25332f", "#14211f",
];

const dark: MantineColorsTuple = [
  "#e4ebeb", "#b0bdc0", "#8d9ba0", "#5c696e", "#2f3a3f",
  "#242d31", "#1b2327", "#161d20", "#0f1416", "#0b0f11",
];

// Ink turns to paper in the dark; what is written on it turns with it.
const variants: VariantColorsResolver = (input) => {
  const usual = defaultVariantColorsResolver(input);
  if (input.variant !== "filled") return usual;
  if (input.color === "red") return { ...usual, background: "var(--danger)", hover: "#a32a20", color: "#ffffff" };
  if (input.color !== undefined && input.color !== "ink") return usual;
  return { ...usual, background: "var(--button)", hover: "var(--button-hover)", color: "var(--on-button)" };
};

const plain = createTheme({
  primaryColor: "ink",
  primaryShade: { light: 9, dark: 1 },
  variantColorResolver: variants,
  colors: { ink, dark },
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--font-code)",
  defaultRadius: "sm",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  headings: { fontFamily: "var(--font)", fontWeight: "600" },
  cursorType: "pointer",
});

/** The theme, with the words that its own parts speak in the reader's language. */
export function themeIn(locale: Locale): MantineThemeOverride {
  const close = { "aria-label": locale === "de" ? "Schließen" : "Close" };
  return createTheme({
    ...plain,
    components: {
      Switch: Switch.extend({ defaultProps: { color: "teal.8" } }),
      Modal: Modal.extend({ defaultProps: { closeButtonProps: close } }),
      Drawer: Drawer.extend({ defaultProps: { closeButtonProps: close } }),
    },
  });
}
