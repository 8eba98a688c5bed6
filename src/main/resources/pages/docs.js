"use strict";

const dark = matchMedia("(prefers-color-scheme: dark)");
const applyScheme = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", applyScheme);
applyScheme();

/** Registration comes first, what is deprecated comes last. */
const rank = (operation) => operation.getIn(["operation", "deprecated"]) ? 2
    : operation.get("path") === "/api/register" ? 0 : 1;

/** Folds the documented errors up, each behind its description. */
const FoldedErrors = () => ({
  wrapComponents: {
    response: (Response, { React }) => (props) => {
      const h = React.createElement;
      const response = h(Response, props);
      return /^[45]/.test(props.code)
        ? h("tr", { className: "folded-error" }, h("td", { colSpan: 3 }, h("details", null,
            h("summary", null, h("b", null, props.code), " ", props.response.get("description")),
            h("table", { className: "responses-table" }, h("tbody", null, response)))))
        : response;
    }
  }
});

window.ui = SwaggerUIBundle({
  url: "/api/schema",
  dom_id: "#swagger-ui",
  layout: "BaseLayout",
  plugins: [FoldedErrors],
  persistAuthorization: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  operationsSorter: (a, b) => rank(a) - rank(b) || a.get("path").localeCompare(b.get("path"))
});
