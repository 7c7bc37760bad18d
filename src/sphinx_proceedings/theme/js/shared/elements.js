// Elements.

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== ""));
  return element;
}

// Titles and excerpts come as HTML. The engine escaped them; what they may hold is on a list all the same,
// and whatever else is in them goes before they are part of the page.
const INLINE = new Set("{{ inline_elements }}".split(" "));
const HARMLESS = new Set("{{ inline_attributes }}".split(" "));

function written(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const element of template.content.querySelectorAll("*")) {
    if (!INLINE.has(element.localName)) element.remove();
    for (const { name } of [...element.attributes]) if (!HARMLESS.has(name)) element.removeAttribute(name);
  }
  return template.content;
}

function drawn(name, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function icon(name) {
  const use = drawn("use", { href: `${root.pathname}_static/icons.svg#icon-${name}` });
  return drawn("svg", { class: "icon", "aria-hidden": "true" }, use);
}
