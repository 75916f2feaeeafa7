// Parses PowerShell scripts and prints what is no PowerShell: file, line and text. Nothing is run.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Parser, Language } from 'web-tree-sitter';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
await Parser.init();
const language = await Language.load(at('node_modules/tree-sitter-powershell/tree-sitter-powershell.wasm'));
const parser = new Parser();
parser.setLanguage(language);
let wrong = 0;
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8').replace(/\r\n/g, '\n');
  const walk = (node) => {
    if (node.isError || node.isMissing) {
      wrong++;
      console.log(`${file}:${node.startPosition.row + 1}: ${node.text.split('\n')[0].slice(0, 80)}`);
      return;
    }
    if (node.hasError) {
      for (const child of node.children) walk(child);
    }
  };
  walk(parser.parse(text).rootNode);
}
process.exit(wrong ? 1 : 0);
