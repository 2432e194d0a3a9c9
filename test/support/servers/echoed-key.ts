import {
  type Answer,
  chatFrames,
  chunk,
  refuses,
  sends,
  sendsAs,
  stallsAfter,
} from "./byte-server.ts";

/** An API key that servers repeat. */
export const KEY = "sk-echo-1234567890abcdef";

const withHeaders =
  (headers: Readonly<Record<string, string>>, status = 200): Answer =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "text/event-stream", ...headers });
    response.end(chatFrames("Hello").join(""));
  };

const frame = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const DONE = "data: [DONE]\n\n";
const call = (name: string, text: string) =>
  chunk({ tool_calls: [{ index: 0, id: KEY, function: { name, arguments: text } }] });
const models = { object: "list", data: [{ id: `model-${KEY}`, object: "model" }] };

/** Everywhere that a server can repeat the key it was sent. */
export const echoes: readonly (readonly [string, Answer])[] = [
  ["the answer", sends(...chatFrames(`Your key is ${KEY}.`))],
  ["reasoning", sends(chunk({ reasoning_content: KEY }), ...chatFrames("Hello"))],
  ["a call", sends(call(KEY, `{"key":"${KEY}"}`), chunk({}, { finish: "tool_calls" }), DONE)],
  ["the finish reason", sends(chunk({ content: "Hi" }), chunk({}, { finish: KEY }), DONE)],
  [
    "the model and the id",
    sends(
      frame({
        id: KEY,
        model: KEY,
        system_fingerprint: KEY,
        choices: [{ index: 0, delta: { content: "Hi" }, finish_reason: "stop" }],
      }),
      DONE,
    ),
  ],
  ["the request's id", withHeaders({ "x-request-id": KEY })],
  ["other headers", withHeaders({ server: KEY, "openai-organization": KEY, "x-api-key": KEY })],
  ["the content type", sendsAs(`text/html; charset=${KEY}`, `<html>${KEY}</html>`)],
  ["a redirect", withHeaders({ location: `http://127.0.0.1:9/?key=${KEY}` }, 302)],
  ["a refusal", refuses(401, { "x-request-id": KEY }, `Incorrect API key provided: ${KEY}`)],
  [
    "a refusal's type and code",
    sendsAs("application/json", JSON.stringify({ error: { message: KEY, type: KEY, code: KEY } })),
  ],
  ["an error in the stream", sends(chunk({ content: "Hi" }), frame({ error: { message: KEY } }))],
  ["an error that is a string", sends(frame({ error: `bad key ${KEY}` }))],
  ["an event of type error", sends(`event: error\ndata: {"type":"${KEY}","detail":"${KEY}"}\n\n`)],
  ["what is not JSON", sends(chunk({ content: "Hi" }), `data: {"key": ${KEY}\n\n`)],
  ["a comment", sends(`: ${KEY}\n\n`, ...chatFrames("Hello"))],
  ["an answer that is cut off", sends(chunk({ content: KEY }))],
  ["an answer that stalls", stallsAfter(chunk({ content: KEY }))],
  ["a list of models", sendsAs("application/json", JSON.stringify(models))],
];
