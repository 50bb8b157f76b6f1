// html-validate: asked {files}, answers [{file, line, rule}], one for each error in a built page.
import { answer, asked } from "./talk.mjs";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const loader = new StaticConfigLoader({
  root: true,
  // What the standard demands, and what only a whole document can get wrong; not how the HTML is laid out.
  extends: ["html-validate:standard", "html-validate:document"],
  // A checksum guards what comes from another host; what comes from our own is as safe as the page itself.
  rules: { "require-sri": ["error", { target: "crossorigin" }] },
});
const { results } = await new HtmlValidate(loader).validateMultipleFiles(asked.files);
answer(
  results.flatMap(({ filePath, messages }) =>
    messages
      .filter(({ severity }) => severity === 2)
      .map(({ line, ruleId, message }) => ({ file: filePath, line, rule: `${ruleId} ${message}` })),
  ),
);
