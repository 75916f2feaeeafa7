// Runs the mandatory, optional and schema tests ("basic" and "extended") of the public CSAF 2.0 validator on files.
// node validate.mjs FILE..   prints one line per failed test; ends with 1 if there was any.
import { readFile } from 'node:fs/promises'
import * as basic from '@secvisogram/csaf-validator-lib/basic.js'
import * as extended from '@secvisogram/csaf-validator-lib/extended.js'

const tests = [...new Set([...Object.values(basic), ...Object.values(extended)])]
const files = process.argv.slice(2)
let failed = 0

const complain = (file, test, where, what) => {
  failed++
  console.log(`${file}: ${test} ${where}: ${what}`)
}

for (const file of files) {
  let document
  try {
    document = JSON.parse(await readFile(file, 'utf8'))
  } catch (e) {
    complain(file, 'json', '/', e.message)
    continue
  }
  for (const test of tests) {
    try {
      const { errors = [], warnings = [], isValid = true } = await test(document)
      for (const e of [...errors, ...warnings]) complain(file, test.name, e.instancePath || '/', e.message)
      if (!isValid && errors.length === 0) complain(file, test.name, '/', 'not valid')
    } catch (e) {
      complain(file, test.name, '/', `the test itself broke: ${e.message}`)
    }
  }
}
console.log(`${files.length} file(s), ${tests.length} tests each, ${failed} failure(s)`)
process.exit(failed > 0 || files.length === 0 ? 1 : 0)
