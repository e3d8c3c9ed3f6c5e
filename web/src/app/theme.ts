import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const brick: MantineColorsTuple = ["#fbeee9", "#f4d9d0", "#e9b4a3", "#de8d74", "#d26a4c", "#c25334", "#a8412a", "#8d3522", "#732a1b", "#5a2015"];

/** One typeface, one accent, quiet corners. Colours of our own are in styles.css. */
export const theme = createTheme({
  fontFamily: '"Source Sans 3 Variable", "Source Sans 3", system-ui, sans-serif',
  headings: {
    fontFamily: '"Source Sans 3 Variable", "Source Sans 3", system-ui, sans-serif',
    fontWeight: "620",
    sizes: { h1: { fontSize: "1.85rem", lineHeight: "1.2" }, h2: { fontSize: "1.3rem", lineHeight: "1.3" }, h3: { fontSize: "1.08rem", lineHeight: "1.4" } },
  },
  fontSizes: { xs: "0.82rem", sm: "0.92rem", md: "1rem", lg: "1.12rem", xl: "1.3rem" },
  colors: { brick },
  primaryColor: "brick",
  primaryShade: 6,
  autoContrast: true,
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Modal: { styles: { title: { fontSize: "1.15rem", fontWeight: 620 } } },
    // The first item takes the focus: the library's invisible place for it is nothing that a menu may hold.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    PasswordInput: { defaultProps: { visibilityToggleButtonProps: { tabIndex: 0, "aria-label": "Show or hide the password" } } },
  },
});

/** Mantine's surfaces take the paper's colours. */
export const variables: CSSVariablesResolver = () => {
  const shared = {
    "--mantine-color-body": "var(--paper)",
    "--mantine-color-text": "var(--ink)",
    "--mantine-color-dimmed": "var(--ink-soft)",
    "--mantine-color-default": "var(--sheet)",
    "--mantine-color-default-hover": "var(--paper)",
    "--mantine-color-default-color": "var(--ink)",
    "--mantine-color-default-border": "var(--rule-strong)",
    "--mantine-color-placeholder": "var(--ink-soft)",
    "--mantine-color-anchor": "var(--accent)",
    "--mantine-color-error": "var(--bad)",
  };
  return { variables: {}, light: shared, dark: shared };
};
