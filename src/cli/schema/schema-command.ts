import { Argument, Command } from 'commander';

const HELP = `
"openapi" is one OpenAPI 3.1 document with a webhook for each command: parameters of the
URL, body, answers with their codes, rejections. "json-schema" is an object with a JSON
Schema (draft 2020-12) of each command's body.

Example:
  $ nestjs-tencent-chat-webhook schema openapi --out tencent-chat.openapi.json`;

/** @param version of the package, for the document */
export function schemaCommand(version: string): Command {
  return (
    new Command('schema')
      .description('print the contract of the callbacks for other tools')
      .addArgument(new Argument('<format>', 'what to print').choices(['openapi', 'json-schema']))
      .option('--out <file>', 'write it to a file')
      .addHelpText('after', HELP)
      // Loaded when it is needed, so that help and mistakes do not wait for it.
      .action(async (format: string, { out }: { out?: string }) =>
        (await import('./print-schema.js')).printSchema(format, version, out),
      )
  );
}
