/**
 * The builder bundles what it is given; here it is given TypeScript, and the core's sources, so that no
 * other step has to run before it. CommonJS, because the builder requires it.
 */
const { join } = require("node:path");

module.exports = {
  resolve: {
    extensions: [".ts", "..."],
    conditionNames: ["millrace-source", "..."],
    alias: {
      // The report of a run needs the names of providers, but sends no request.
      openai: false,
      "@anthropic-ai/sdk": false,
      ollama: false,
      "entities/decode$": join(__dirname, "src/view/markdown/page-entities.ts"),
    },
  },
  module: {
    rules: [
      {
        test: /\.ts$/,
        type: "javascript/auto",
        loader: "builtin:swc-loader",
        options: { jsc: { parser: { syntax: "typescript" }, target: "es2022" } },
      },
      {
        test: /\.css$/,
        enforce: "pre",
        loader: "builtin:lightningcss-loader",
        options: { minify: true },
      },
      {
        // KaTeX's style sheet lists three formats of each font. All browsers that JupyterLab supports load the first,
        // WOFF2, and never these.
        test: /KaTeX_.*\.(?:woff|ttf)$/,
        type: "asset/inline",
        generator: { dataUrl: () => "data:," },
      },
    ],
  },
};
