// Reads a JSON array of texts from standard input and writes a JSON array of
// [encoding, segments] as Twilio's own calculator counts them.
'use strict';
const { SegmentedMessage } = require('sms-segments-calculator');

let input = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (piece) => { input += piece; });
process.stdin.on('end', () => {
  const counts = JSON.parse(input).map((text) => {
    const message = new SegmentedMessage(text);
    return [message.encodingName, message.segmentsCount];
  });
  process.stdout.write(JSON.stringify(counts));
});
