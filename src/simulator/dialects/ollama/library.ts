import { readScenario } from "../../settings/scenario.ts";

/** A version of Ollama whose answers have thoughts and ids of calls. */
export const OLLAMA_VERSION = "0.12.10";

const DETAILS = {
  parent_model: "",
  format: "gguf",
  family: "millrace",
  families: ["millrace"],
  parameter_size: "1B",
  quantization_level: "Q4_K_M",
};

export function ollamaTags(models: readonly string[]): object {
  return {
    models: models.map((name) => ({
      name,
      model: name,
      modified_at: "1970-01-01T00:00:00Z",
      size: 0,
      digest: "0".repeat(64),
      details: DETAILS,
    })),
  };
}

export function ollamaModel(model: string): object {
  const { summary } = readScenario(model).profile;
  return {
    license: "",
    modelfile: `# ${summary}\nFROM ${model}\n`,
    parameters: "",
    template: "{{ .Prompt }}",
    details: DETAILS,
    model_info: { "general.architecture": "millrace", "millrace.context_length": 131_072 },
    capabilities: ["completion", "tools", "thinking", "vision"],
    modified_at: "1970-01-01T00:00:00Z",
  };
}
