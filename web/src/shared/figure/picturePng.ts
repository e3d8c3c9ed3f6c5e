/**
 * A PNG of what an element shows, drawing or text: a copy that carries its
 * styles and its typeface with it, drawn as an image.
 */
export async function picturePng(element: HTMLElement): Promise<string> {
  const { width, height } = element.getBoundingClientRect();
  const copy = element.cloneNode(true) as HTMLElement;
  carryStyles(element, copy);
  copy.style.margin = "0";
  copy.setAttribute("xmlns", "http://www.w3.org/1999/xhtml");
  const padding = 24;
  const [wide, high] = [Math.ceil(width) + 2 * padding, Math.ceil(height) + 2 * padding];
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}"><style>${await typeface()}</style><foreignObject x="${padding}" y="${padding}" width="${Math.ceil(width)}" height="${Math.ceil(height)}">${new XMLSerializer().serializeToString(copy)}</foreignObject></svg>`;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [wide * 2, high * 2];
  const context = canvas.getContext("2d");
  if (!context) return "";
  context.fillStyle = getComputedStyle(document.body).getPropertyValue("--sheet").trim() || "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(2, 2);
  context.drawImage(image, 0, 0);
  return canvas.toDataURL("image/png");
}

/** Writes what every element looks like onto its copy, which knows no style sheet. */
function carryStyles(from: Element, to: Element): void {
  const look = getComputedStyle(from);
  let text = "";
  for (const name of look) text += `${name}:${look.getPropertyValue(name)};`;
  to.setAttribute("style", text);
  for (const [i, child] of [...from.children].entries()) {
    const copy = to.children[i];
    if (copy) carryStyles(child, copy);
  }
}

/** The page's typeface for Latin letters, with its file inside. */
async function typeface(): Promise<string> {
  const faces = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSFontFaceRule);
  const latin = faces.find((face) => /U\+0000-00FF|U\+0-FF|U\+0+-0*FF/i.test(face.style.getPropertyValue("unicode-range"))) ?? faces.at(-1);
  const file = latin && /url\("?([^")]+)"?\)/.exec(latin.style.getPropertyValue("src"))?.[1];
  if (!latin || !file) return "";
  const blob = await fetch(new URL(file, latin.parentStyleSheet?.href ?? document.baseURI)).then((response) => response.blob());
  const data = await new Promise<string>((done) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.readAsDataURL(blob);
  });
  return `@font-face{font-family:${latin.style.getPropertyValue("font-family")};font-weight:200 900;src:url(${data})}`;
}
