// A summariser in another language: the sentences whose words the text repeats most.
// It reads one JSON document a line and writes one JSON prediction a line.
//
// tipbench evaluate "command:node examples/summariser.mjs"
import { createInterface } from "node:readline";

const SENTENCES = 3;

function sentences(text, language) {
  const segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
  return [...segmenter.segment(text)].map((s) => s.segment.trim()).filter((s) => s.length > 40);
}

function words(text) {
  return text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
}

function summarise({ text, title, language }) {
  const body = title && text.startsWith(title) ? text.slice(title.length) : text;
  const counts = new Map();
  for (const word of words(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const scored = sentences(body, language).map((sentence, place) => {
    const own = words(sentence);
    const sum = own.reduce((total, word) => total + counts.get(word), 0);
    return { sentence, place, score: sum / Math.max(10, own.length) };
  });
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, SENTENCES)
    .sort((a, b) => a.place - b.place)
    .map(({ sentence }) => sentence)
    .join(" ");
}

for await (const line of createInterface({ input: process.stdin })) {
  const document = JSON.parse(line);
  const prediction = { doc_id: document.doc_id, summary: summarise(document) };
  process.stdout.write(JSON.stringify(prediction) + "\n");
}
