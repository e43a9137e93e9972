import type { Theme } from '../probe.js';
import { accepted } from './accepted.js';

/** Maximum length of a message, in bytes. */
const LONGEST_TEXT = 12 * 1024;

const withText = (text: string) => ({
  MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: text } }],
});

/** What a body contains. How it arrives is in `BODIES`. */
export const CONTENT: Theme = {
  title: 'What a body contains',
  probes: [
    accepted({
      name: 'unknown-command',
      title: 'accepts a command that it does not know',
      why: 'Chat sends Alert.RequestOverLimit without a switch (1047/60256), and new commands appear every year.',
      advice: 'Answer OK to what you do not know, and log it.',
      changes: () => ({ command: 'Group.CallbackOfTomorrow' }),
    }),
    accepted({
      name: 'command-in-url-only',
      title: 'accepts a body that does not name its command',
      why: 'ContentCallback.ResultNotify names it in the URL only, and Push.* within Events.',
      advice: 'Use the CallbackCommand of the URL.',
      changes: () => ({ command: 'ContentCallback.ResultNotify', members: { CallbackCommand: undefined } }),
    }),
    accepted({
      name: 'unknown-members',
      title: 'accepts members that it does not know',
      why: 'Undocumented members, such as MsgPriority, are common. With a strict validation, every callback fails from the day on which one is added.',
      advice: 'Keep or ignore what you do not know. In Nest, do not set forbidNonWhitelisted for this route.',
      changes: () => ({ members: { Tomorrow: { Is: ['another', 'day'] } } }),
    }),
    accepted({
      name: 'time-as-text',
      title: 'accepts EventTime in quotes',
      why: 'Tables call it an integer, samples of groups quote it, and captures do not.',
      advice: 'Accept a number and a string of digits.',
      changes: () => ({ members: { EventTime: String(Date.now()) } }),
    }),
    accepted({
      name: 'time-as-number',
      title: 'accepts EventTime as a number',
      why: 'Tables call it an integer, samples of groups quote it, and captures do not.',
      advice: 'Accept a number and a string of digits.',
      changes: () => ({ members: { EventTime: Date.now() } }),
    }),
    accepted({
      name: 'large-numbers',
      title: 'accepts sequence numbers of 32 bits',
      why: 'MsgSeq and MsgRandom are unsigned and go up to 4294967295, which does not fit into a signed integer.',
      advice: 'Use 64 bits, or an unsigned type, for sequence and random numbers.',
      changes: () => ({
        command: 'C2C.CallbackAfterSendMsg',
        members: { MsgSeq: 4_294_967_295, MsgRandom: 2_804_799_576 },
      }),
    }),
    accepted({
      name: 'long-integers',
      title: 'accepts integers of 18 digits',
      why: 'A sample of Call.CallbackAfterStartCall has UserIDs as numbers, beyond the range in which JavaScript is exact.',
      advice: 'Accept a number for an identifier, and parse it without rounding.',
      changes: (examination) => {
        const command = 'Call.CallbackAfterStartCall';
        const body = JSON.stringify(examination.sample(command));
        return { command, body: body.replace(/"User_Account":"[^"]*"/, '"User_Account":144115200000000001') };
      },
    }),
    accepted({
      name: 'long-message',
      title: 'accepts a message of 12 KB',
      why: 'Messages may be that long, and a batch of Push.* holds 100 events. A small limit for bodies loses them.',
      advice: 'Allow bodies of 256 KB.',
      changes: () => ({
        command: 'C2C.CallbackAfterSendMsg',
        members: withText('x'.repeat(LONGEST_TEXT)),
      }),
    }),
    accepted({
      name: 'push-batch',
      title: 'accepts 100 push events in one body',
      why: 'Push.* sends 1 to 100 events together, without a CallbackCommand at top level.',
      advice: 'Allow bodies of 256 KB, and read each of Events.',
      changes: (examination) => {
        const command = 'Push.OfflinePush';
        const events = Array.from({ length: 100 }, () => examination.sample(command).Events);
        return { command, members: { Events: events.flat() } };
      },
    }),
    accepted({
      name: 'unicode',
      title: 'accepts Chinese and emoji',
      why: 'Bodies are UTF-8, and Content-Type does not say so.',
      advice: 'Parse the body as UTF-8, whatever Content-Type says.',
      changes: () => ({ command: 'C2C.CallbackAfterSendMsg', members: withText('你好 👋') }),
    }),
  ],
};
