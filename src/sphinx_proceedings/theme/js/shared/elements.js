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

function written(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

function icon(name) {
  return written(`<svg class="icon" aria-hidden="true"><use href="${root.pathname}_static/icons.svg#icon-${name}"></use></svg>`);
}
