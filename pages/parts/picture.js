// Draws a figure anew for its picture: light and 16:9, in the page's own typeface, which the picture carries along.
const TYPEFACE = "Source Sans";
const FAILED = "The picture could not be made. Reload the page and try again.";

let library;

function plotly(script) {
  library ??= new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = new URL(script, document.baseURI).href;
    element.onload = () => resolve(window.Plotly);
    element.onerror = () => {
      library = undefined;
      reject(new Error(element.src));
    };
    document.head.append(element);
  });
  return library;
}

function asText(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = reject;
    reader.readAsDataURL(blob);
  });
}

async function typeface() {
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.href?.startsWith(location.origin) ? sheet.cssRules : []) {
      const family = rule instanceof CSSFontFaceRule && rule.style.fontFamily.replaceAll('"', "");
      if (family === TYPEFACE && rule.style.fontStyle !== "italic") {
        const address = rule.style.src.match(/url\("?([^")]+)/)[1];
        const font = await asText(await (await fetch(new URL(address, sheet.href))).blob());
        return `@font-face{font-family:"${TYPEFACE}";font-weight:100 900;src:url(${font})}`;
      }
    }
  }
  return "";
}

async function save({figure, name, kind, script}) {
  const [Plotly, faces] = await Promise.all([plotly(script), typeface()]);
  await Promise.all(["400", "600", "700"].map(weight => document.fonts.load(`${weight} 14px "${TYPEFACE}"`)));
  await saveFigure(Plotly, figure, name, kind, faces);
}

export default function ({parentElement, data}) {
  const button = parentElement.querySelector("button");
  const status = parentElement.querySelector("p");
  button.querySelector("span").textContent = data.label;
  button.onclick = async () => {
    button.disabled = true;
    status.textContent = "";
    try {
      await save(data);
    } catch {
      status.textContent = FAILED;
    } finally {
      button.disabled = false;
      button.focus();
    }
  };
}
