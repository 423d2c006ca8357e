// A classic script in the head, so that the theme is there before the first paint. It only reads;
// the switch that writes is `components/theme-switch.js`.
(() => {
  try {
    const theme = localStorage.getItem("alcove:theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // No storage: the system's theme.
  }
})();
