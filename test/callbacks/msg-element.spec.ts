import { describe, expect, it } from 'vitest';
import { isMsgElement, type MsgContents } from '../../src/index.js';

/** A content with every member that its type knows, and the names of those that must be there. */
const CONTENTS: { [Type in keyof MsgContents]: [Required<MsgContents[Type]>, ...string[]] } = {
  TIMTextElem: [{ Text: 'hello' }, 'Text'],
  TIMLocationElem: [{ Desc: 'a', Latitude: 29.34, Longitude: -116.33 }, 'Latitude', 'Longitude'],
  TIMFaceElem: [{ Index: 1, Data: 'a' }, 'Index'],
  TIMCustomElem: [{ Data: 'a', Desc: 'b', Ext: 'c', Sound: 'd' }],
  TIMSoundElem: [{ Url: 'a', UUID: 'b', Download_Flag: 2, Second: 1.5, Size: 6 }],
  TIMImageElem: [
    {
      UUID: 'a',
      ImageFormat: 1,
      ImageInfoArray: [{ Type: 1, Size: 2, Width: 3, Height: 4, URL: 'b' }, { Type: 2 }],
    },
    'ImageInfoArray',
  ],
  TIMFileElem: [{ Url: 'a', UUID: 'b', Download_Flag: 2, FileName: 'c', FileSize: 7 }],
  TIMVideoFileElem: [
    {
      VideoUrl: 'a',
      VideoUUID: 'b',
      VideoSize: 1,
      VideoSecond: 2,
      VideoFormat: 'c',
      VideoDownloadFlag: 3,
      ThumbUrl: 'd',
      ThumbUUID: 'e',
      ThumbSize: 4,
      ThumbWidth: 5,
      ThumbHeight: 6,
      ThumbFormat: 'f',
      ThumbDownloadFlag: 7,
    },
  ],
  TIMRelayElem: [{ Title: 'a', MsgNum: 2, CompatibleText: 'b', AbstractList: ['c'] }],
};

/** Replaces a value by one of another type. */
function otherThan(value: unknown): unknown {
  return typeof value === 'string' ? 5 : 'five';
}

describe.each(Object.entries(CONTENTS))('%s', (name, [whole, ...required]) => {
  const type = name as keyof MsgContents;
  const isOfType = (MsgContent: object) => isMsgElement({ MsgType: type, MsgContent }, type);
  const members: [string, unknown][] = Object.entries(whole);

  it('is narrowed with all of its members, and with those only that must be there', () => {
    const least = Object.fromEntries(members.filter(([member]) => required.includes(member)));
    expect([whole, least].map(isOfType)).toEqual([true, true]);
  });

  it.each(members)('is not narrowed with a %s of another type', (member, value) => {
    expect(isOfType({ ...whole, [member]: otherThan(value) })).toBe(false);
    expect(isOfType({ ...whole, [member]: null })).toBe(false);
    if (Array.isArray(value)) expect(isOfType({ ...whole, [member]: [...value, 5] })).toBe(false);
  });

  it.each(members)('may lack its %s unless it must be there', (member) => {
    expect(isOfType({ ...whole, [member]: undefined })).toBe(!required.includes(member));
  });
});

it('an image is not narrowed with a size of another type, or without the type of a size', () => {
  const isImage = (size: object) =>
    isMsgElement({ MsgType: 'TIMImageElem', MsgContent: { ImageInfoArray: [size] } }, 'TIMImageElem');
  expect(isImage({ Type: 1, Size: 2, Width: 3, Height: 4, URL: 'b' })).toBe(true);
  expect(isImage({})).toBe(false);
  for (const wrong of [{ Type: '1' }, { Size: '2' }, { Width: '3' }, { Height: '4' }, { URL: 5 }]) {
    expect(isImage({ Type: 1, ...wrong })).toBe(false);
  }
});
