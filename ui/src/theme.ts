import { type CSSVariablesResolver, createTheme, type MantineColorsTuple, Modal } from "@mantine/core";

const water: MantineColorsTuple = [
  "#e6f6f8",
  "#cfebef",
  "#9fd6df",
  "#6cc0ce",
  "#43adbf",
  "#249bb0",
  "#0f8297",
  "#0b6e7f",
  "#095a69",
  "#064652",
];

const slate: MantineColorsTuple = [
  "#e8ebee",
  "#c3c9d0",
  "#a3abb5",
  "#77818d",
  "#4a535e",
  "#363d46",
  "#2a3038",
  "#1b2026",
  "#14181d",
  "#0e1115",
];

export const theme = createTheme({
  colors: { water, dark: slate },
  primaryColor: "water",
  primaryShade: 7,
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  // The head of a dialog is no second banner of the page.
  components: { Modal: Modal.extend({ defaultProps: { attributes: { header: { role: "none" } } } }) },
  headings: { fontWeight: "600", sizes: { h1: { fontSize: "1.375rem" }, h2: { fontSize: "1.0625rem" } } },
});

/** Mantine's own dimmed grey misses the 4.5:1 of WCAG AA in both schemes. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#59626d",
    "--mantine-color-placeholder": "#6a737e",
    "--mantine-color-anchor": "#0b6374",
    "--mantine-color-error": "#b42318",
    "--ps-page": "#fbfcfc",
    "--ps-raised": "#ffffff",
    "--ps-line": "#dfe4e8",
    "--ps-good": "#1a7f4b",
    "--ps-busy": "#1769c2",
    "--ps-wait": "#9a5b00",
    "--ps-bad": "#c4281b",
    "--ps-calm": "#66707b",
    "--ps-wait-soft": "#fdf3df",
    "--ps-bad-soft": "#fdecea",
    "--ps-busy-soft": "#e8f1fb",
    "--ps-good-soft": "#e6f4ec",
    "--ps-calm-soft": "#eef1f3",
  },
  dark: {
    "--mantine-color-dimmed": "#a3abb5",
    "--mantine-color-placeholder": "#949da8",
    "--mantine-color-anchor": "#6cc0ce",
    "--mantine-color-error": "#ff8a80",
    "--mantine-color-body": "#14181d",
    "--ps-page": "#14181d",
    "--ps-raised": "#1b2026",
    "--ps-line": "#2f3640",
    "--ps-good": "#4cc38a",
    "--ps-busy": "#6fb1fc",
    "--ps-wait": "#f0b14a",
    "--ps-bad": "#ff8a80",
    "--ps-calm": "#949da8",
    "--ps-wait-soft": "#33290f",
    "--ps-bad-soft": "#3a1d1b",
    "--ps-busy-soft": "#15293f",
    "--ps-good-soft": "#12301f",
    "--ps-calm-soft": "#262c34",
  },
});
