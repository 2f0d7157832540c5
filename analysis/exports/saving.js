// How a browser saves a figure, from a page or from the report: as large as it is to be, with its typeface in the file.
async function asSvg(Plotly, {data, layout, size}, typeface) {
  const address = await Plotly.toImage({data, layout}, {format: "svg", width: layout.width, height: layout.height});
  const svg = decodeURIComponent(address.slice(address.indexOf(",") + 1));
  return svg.replace(/<svg[^>]*>/, opening => opening
    .replace(/ width="[^"]*"/, ` width="${size.width}"`)
    .replace(/ height="[^"]*"/, ` height="${size.height}"`)
    .replace(/ viewBox="[^"]*"/, ` viewBox="0 0 ${layout.width} ${layout.height}"`) + `<style>${typeface}</style>`);
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

async function saveFigure(Plotly, figure, name, kind, typeface) {
  const svg = await asSvg(Plotly, figure, typeface);
  const file = kind === "svg" ? new Blob([svg], {type: "image/svg+xml"}) : await asPng(svg, figure.size);
  const link = Object.assign(document.createElement("a"), {href: URL.createObjectURL(file), download: `${name}.${kind}`});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
