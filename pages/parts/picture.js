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
        return `<style>@font-face{font-family:"${TYPEFACE}";font-weight:100 900;src:url(${font})}</style>`;
      }
    }
  }
  return "";
}

async function drawn(Plotly, {data, layout, size}) {
  await Promise.all(["400", "600", "700"].map(weight => document.fonts.load(`${weight} 14px "${TYPEFACE}"`)));
  const address = await Plotly.toImage({data, layout}, {format: "svg", width: layout.width, height: layout.height});
  const svg = decodeURIComponent(address.slice(address.indexOf(",") + 1));
  return svg.replace(/<svg[^>]*>/, opening => opening
    .replace(/ width="[^"]*"/, ` width="${size.width}"`)
    .replace(/ height="[^"]*"/, ` height="${size.height}"`)
    .replace(/ viewBox="[^"]*"/, ` viewBox="0 0 ${layout.width} ${layout.height}"`)) ;
}

async function asPng(svg, {width, height}) {
  const image = new Image(width, height);
  image.src = URL.createObjectURL(new Blob([svg], {type: "image/svg+xml"}));
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), {width, height});
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#FFFFFF";
  pen.fillRect(0, 0, width, height);
  pen.drawImage(image, 0, 0, width, height);
  URL.revokeObjectURL(image.src);
  return new Promise(resolve => canvas.toBlob(resolve, "image/png"));
}

async function save({figure, name, kind, script}) {
  const svg = (await drawn(await plotly(script), figure)).replace(/(<svg[^>]*>)/, `$1${await typeface()}`);
  const file = kind === "svg" ? new Blob([svg], {type: "image/svg+xml"}) : await asPng(svg, figure.size);
  const link = Object.assign(document.createElement("a"), {href: URL.createObjectURL(file), download: `${name}.${kind}`});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
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
