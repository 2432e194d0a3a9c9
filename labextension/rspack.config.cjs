/**
 * The builder bundles what it is given; here it is given TypeScript, and the core's sources, so that no
 * other step has to run before it. CommonJS, because the builder requires it.
 */
module.exports = {
  resolve: {
    extensions: [".ts", "..."],
    conditionNames: ["millrace-source", "..."],
    // The report of a run needs the names of providers, but sends no request.
    alias: { openai: false, "@anthropic-ai/sdk": false, ollama: false },
  },
  module: {
    rules: [
      {
        test: /\.ts$/,
        type: "javascript/auto",
        loader: "builtin:swc-loader",
        options: { jsc: { parser: { syntax: "typescript" }, target: "es2022" } },
      },
    ],
  },
};
