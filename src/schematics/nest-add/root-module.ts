import { posix } from 'node:path';
import type { Tree } from '@angular-devkit/schematics';
import ts from 'typescript';

export interface RootModule {
  /** From the root of the workspace. */
  file: string;
  className: string;
}

/**
 * Finds the module that `main.ts` starts, or the first one in a given file.
 *
 * @throws Error that says which option helps
 */
export function findRootModule(tree: Tree, sourceRoot: string, given: string | undefined): RootModule {
  if (given !== undefined) {
    if (!tree.exists(given)) throw new Error(`--module ${given}: there is no such file`);
    const [declared] = parse(given, tree.readText(given)).statements.filter((each) => metadataOf(each));
    const className = declared && ts.isClassDeclaration(declared) ? declared.name?.text : undefined;
    if (className === undefined) throw new Error(`--module ${given}: no class in it has @Module`);
    return { file: given, className };
  }
  const main = posix.join(sourceRoot, 'main.ts');
  const found = tree.exists(main) ? startedModule(parse(main, tree.readText(main))) : undefined;
  const files = found ? [posix.join(sourceRoot, found.from), found.from] : [];
  const file = files.map((each) => `${each.replace(/\.[jt]s$/, '')}.ts`).find((each) => tree.exists(each));
  if (found && file !== undefined) return { file, className: found.className };
  throw new Error(
    `${main} does not show which module the app starts: give --module, such as --module ${sourceRoot}/app.module.ts`,
  );
}

/** Parses a file with the parents of its nodes. */
export function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

/** Returns the object in `@Module({ … })` of a class. */
export function metadataOf(node: ts.Node): ts.ObjectLiteralExpression | undefined {
  if (!ts.isClassDeclaration(node)) return undefined;
  for (const { expression } of ts.getDecorators(node) ?? []) {
    if (!ts.isCallExpression(expression) || expression.expression.getText() !== 'Module') continue;
    const [metadata] = expression.arguments;
    if (metadata && ts.isObjectLiteralExpression(metadata)) return metadata;
  }
  return undefined;
}

/** Finds `NestFactory.create…(X)`, and the import of X. */
function startedModule(main: ts.SourceFile): { className: string; from: string } | undefined {
  const name = startedName(main);
  for (const statement of main.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    const imported = bindings.elements.find((element) => element.name.text === name);
    if (imported) {
      return {
        className: (imported.propertyName ?? imported.name).text,
        from: statement.moduleSpecifier.text,
      };
    }
  }
  return undefined;
}

function startedName(node: ts.Node): string | undefined {
  if (ts.isCallExpression(node) && node.expression.getText().startsWith('NestFactory.create')) {
    const [module] = node.arguments;
    if (module && ts.isIdentifier(module)) return module.text;
  }
  return ts.forEachChild(node, startedName);
}
