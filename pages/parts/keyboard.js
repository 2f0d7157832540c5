// Keeps the keyboard on the first of some buttons that can be pressed. Streamlit makes a class of each key.
function button(keys) {
  const names = keys.map(key => CSS.escape(`st-key-${key.trim().replace(/[^a-zA-Z0-9_-]/g, "-")}`));
  return names.map(name => document.querySelector(`.${name} button:enabled`)).find(Boolean);
}

export default function ({parentElement, data}) {
  const keep = () => {
    if (document.activeElement === document.body) button(data.buttons)?.focus();
  };
  button(data.buttons)?.focus();
  // The page is still being drawn: what moves, or cannot be pressed any more, loses the keyboard.
  parentElement.watch?.disconnect();
  parentElement.watch = new MutationObserver(keep);
  const sections = document.querySelector(".st-key-sections");
  parentElement.watch.observe(sections, {subtree: true, childList: true, attributes: true, attributeFilter: ["disabled"]});
  return () => parentElement.watch.disconnect();
}
