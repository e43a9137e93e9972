import { writeFileSync } from 'node:fs';
import { CATALOGUE } from '../../callbacks/catalogue.js';
import { errorLine } from '../../common/error-text.js';
import { bodySchemas, openApiDocument } from '../../schema/openapi.js';
import { UsageError } from '../exit-codes.js';

/**
 * Prints the contract, or writes it to a file.
 *
 * @throws UsageError for a file that cannot be written
 */
export function printSchema(format: string, version: string, out: string | undefined): void {
  const contract = format === 'openapi' ? openApiDocument(CATALOGUE, version) : bodySchemas(CATALOGUE);
  const text = `${JSON.stringify(contract, null, 2)}\n`;
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(out, text);
  } catch (error) {
    throw new UsageError(`${out} cannot be written: ${errorLine(error)}`);
  }
}
