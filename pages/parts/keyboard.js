// Keeps the keyboard on the first of some buttons that can be pressed, until somebody goes on. Streamlit makes a class of
// each key.
function button(keys) {
  const names = keys.map(key => CSS.escape(`st-key-${key.trim().replace(/[^a-zA-Z0-9_-]/g, "-")}`));
  return names.map(name => document.querySelector(`.${name} button:enabled`)).find(Boolean);
}

export default function ({parentElement, data}) {
  // Streamlit calls this again where the theme changes.
  const moved = JSON.stringify(data);
  if (parentElement.moved === moved) return parentElement.stop;
  parentElement.moved = moved;
  parentElement.stop?.();
  const put = () => button(data.buttons)?.focus();
  const watch = new MutationObserver(() => document.activeElement === document.body && put());
  const stop = () => {
    watch.disconnect();
    for (const each of ["pointerdown", "keydown"]) document.removeEventListener(each, stop, true);
  };
  put();
  // The page is still being drawn: what moves, or cannot be pressed any more, loses the keyboard.
  const sections = document.querySelector(".st-key-sections");
  if (sections) watch.observe(sections, {subtree: true, childList: true, attributes: true, attributeFilter: ["disabled"]});
  for (const each of ["pointerdown", "keydown"]) document.addEventListener(each, stop, true);
  parentElement.stop = stop;
  return stop;
}
