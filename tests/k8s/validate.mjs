// schemas.mjs SCHEMA FILE.yaml: validates a YAML file (merge keys and all) by a JSON schema; says what is wrong and ends with 1.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const [schemaFile, file] = process.argv.slice(2);
const schema = JSON.parse(readFileSync(schemaFile, 'utf8'));
// Two spellings of the same draft; Ajv knows the one with the hash sign.
if (schema.$schema === 'https://json-schema.org/draft-07/schema') schema.$schema = 'http://json-schema.org/draft-07/schema#';
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const validate = ajv.compile(schema);
if (!validate(parse(readFileSync(file, 'utf8'), { merge: true }))) {
  for (const e of validate.errors) console.error(`${file}${e.instancePath}: ${e.message} ${JSON.stringify(e.params)}`);
  process.exit(1);
}
