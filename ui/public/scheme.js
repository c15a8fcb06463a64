// Sets the colour scheme before the first paint, so that a dark page does not flash white.
(() => {
  let scheme = "auto";
  try {
    scheme = localStorage.getItem("penstock-color-scheme") || "auto";
  } catch {
    // storage is closed to us: follow the system
  }
  if (scheme !== "light" && scheme !== "dark") {
    scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  document.documentElement.setAttribute("data-mantine-color-scheme", scheme);
})();
