/** For tests: shows markup as a browser does, elements connected only when their content is there. */
export function show(html: string): void {
  const template = document.createElement("template");
  template.innerHTML = html;
  document.body.replaceChildren(document.importNode(template.content, true));
}
