import ts from 'typescript';
import { metadataOf, parse } from './root-module.js';

/** The additions to a module. */
export interface ModuleAdditions {
  /** Names, by the package or file that they come from. */
  symbols: readonly { name: string; from: string }[];
  /** Elements of the lists of `@Module`. */
  lists: Readonly<Record<string, readonly string[]>>;
}

/** Replaces the text from `start` to `end`. */
interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * Adds imports and elements to the text of a module, and leaves everything else as it stands.
 *
 * @throws Error if a list of the module is not written as a list
 */
export function addToModule(file: string, text: string, className: string, added: ModuleAdditions): string {
  const source = parse(file, text);
  const declared = source.statements.find(
    (each) => ts.isClassDeclaration(each) && each.name?.text === className,
  );
  const metadata = declared && metadataOf(declared);
  if (!metadata)
    throw new Error(`${file}: ${className} has no @Module({ … }) to which anything can be added`);
  const lists = Object.entries(added.lists).filter(([, elements]) => elements.length > 0);
  const edits = [
    ...importEdits(source, added.symbols),
    ...lists.flatMap(([name, elements]) => listEdits(source, metadata, name, elements)),
  ];
  // From the end, because each edit moves what follows it. Edits of one position keep their order.
  return edits
    .toReversed()
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (result, { start, end, text: inserted }) => result.slice(0, start) + inserted + result.slice(end),
      text,
    );
}

function importEdits(source: ts.SourceFile, symbols: ModuleAdditions['symbols']): Edit[] {
  const declarations = source.statements.filter((each) => ts.isImportDeclaration(each));
  const present = declarations.flatMap(({ importClause }) => {
    const bindings = importClause?.namedBindings;
    return bindings && ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : [];
  });
  const at = declarations.at(-1)?.getEnd() ?? 0;
  return symbols
    .filter(({ name }) => !present.includes(name))
    .map(({ name, from }) => ({ start: at, end: at, text: `\nimport { ${name} } from '${from}';` }));
}

function listEdits(
  source: ts.SourceFile,
  metadata: ts.ObjectLiteralExpression,
  name: string,
  elements: readonly string[],
): Edit[] {
  const property = metadata.properties.find((each) => each.name?.getText() === name);
  if (!property) return [newList(source, metadata, name, elements)];
  if (!ts.isPropertyAssignment(property) || !ts.isArrayLiteralExpression(property.initializer)) {
    throw new Error(
      `${source.fileName}: ${name} of @Module is no list in brackets. Write [...${name}] there, and start again`,
    );
  }
  return extendedList(source, property.initializer, elements);
}

function newList(
  source: ts.SourceFile,
  metadata: ts.ObjectLiteralExpression,
  name: string,
  elements: readonly string[],
): Edit {
  const outer = indentationOf(lineBefore(source, metadata));
  const inner = `${outer}${unitOf(outer)}`;
  const start = metadata.getStart() + 1;
  const rest = source.text.slice(start, metadata.getEnd()).includes('\n') ? '' : `\n${outer}`;
  return { start, end: start, text: `\n${inner}${name}: ${written(elements, `${inner}${name}: `)},${rest}` };
}

function extendedList(
  source: ts.SourceFile,
  list: ts.ArrayLiteralExpression,
  elements: readonly string[],
): Edit[] {
  const before = lineBefore(source, list);
  const isSpread = /\n|\/\*/.test(list.getText());
  if (!isSpread) {
    const all = [...list.elements.map((element) => element.getText()), ...elements];
    return [{ start: list.getStart(), end: list.getEnd(), text: written(all, before) }];
  }
  const last = list.elements.at(-1);
  const comma = last && !list.elements.hasTrailingComma ? ',' : '';
  const start = last?.getEnd() ?? list.getStart() + 1;
  const outer = indentationOf(before);
  // Before the bracket and behind a comment of the last element.
  const end = source.text.slice(0, list.getEnd() - 1).trimEnd().length;
  return [
    { start, end: start, text: comma },
    { start: end, end, text: elements.map((element) => `\n${outer}${unitOf(outer)}${element},`).join('') },
  ];
}

/** Writes a list behind the beginning of its line: on that line if it fits, as Prettier does. */
function written(elements: readonly string[], before: string): string {
  const line = `[${elements.join(', ')}]`;
  if (`${before}${line},`.length <= 80) return line;
  const outer = indentationOf(before);
  const inner = `${outer}${unitOf(outer)}`;
  return `[${elements.map((element) => `\n${inner}${element},`).join('')}\n${outer}]`;
}

/** The lists of `@Module` are indented once, so that their indentation is the unit. */
function unitOf(indentation: string): string {
  return indentation === '' ? '  ' : indentation;
}

function lineBefore(source: ts.SourceFile, node: ts.Node): string {
  return source.text.slice(0, node.getStart()).split('\n').at(-1) ?? '';
}

function indentationOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}
