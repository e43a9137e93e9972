import { isObject } from '../../../common/is-object.js';

/** What the known elements of a message hold, by their `MsgType` (vendor page 1047/33527). */
export interface MsgContents {
  TIMTextElem: { Text: string };
  TIMLocationElem: { Desc?: string; Latitude: number; Longitude: number };
  TIMFaceElem: { Index: number; Data?: string };
  TIMCustomElem: { Data?: string; Desc?: string; Ext?: string; Sound?: string };
  TIMSoundElem: MediaFile & {
    /** Length, in s. */
    Second?: number;
    /** Size, in bytes. */
    Size?: number;
  };
  TIMImageElem: {
    UUID?: string;
    /** 1 JPG, 2 GIF, 3 PNG, 4 BMP, 255 others. */
    ImageFormat?: number;
    ImageInfoArray: ImageInfo[];
  };
  TIMFileElem: MediaFile & {
    FileName?: string;
    /** Size, in bytes. */
    FileSize?: number;
  };
  TIMVideoFileElem: {
    VideoUrl?: string;
    VideoUUID?: string;
    /** Size, in bytes. */
    VideoSize?: number;
    /** Length, in s. */
    VideoSecond?: number;
    VideoFormat?: string;
    VideoDownloadFlag?: number;
    ThumbUrl?: string;
    ThumbUUID?: string;
    /** Size, in bytes. */
    ThumbSize?: number;
    ThumbWidth?: number;
    ThumbHeight?: number;
    ThumbFormat?: string;
    ThumbDownloadFlag?: number;
  };
  /** Messages that were forwarded together. */
  TIMRelayElem: { Title?: string; MsgNum?: number; CompatibleText?: string; AbstractList?: string[] };
}

interface MediaFile {
  Url?: string;
  UUID?: string;
  Download_Flag?: number;
}

/** One size of an image. */
export interface ImageInfo {
  /** 1 original, 2 large, 3 thumbnail. */
  Type: number;
  /** Size, in bytes. */
  Size?: number;
  Width?: number;
  Height?: number;
  URL?: string;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number';

function listOf(isElement: Check): Check {
  return (value) => Array.isArray(value) && value.every(isElement);
}

/** @param members checks, each before the names of its members; one with a question mark may be missing */
function contentOf(...members: readonly (readonly [Check, ...string[]])[]): Check {
  const hasMember = (content: object, check: Check, name: string): boolean => {
    const value: unknown = Reflect.get(content, name.replace('?', ''));
    return value === undefined ? name.endsWith('?') : check(value);
  };
  return (content) =>
    isObject(content) &&
    members.every(([check, ...names]) => names.every((name) => hasMember(content, check, name)));
}

const isImageInfo = contentOf([isNumber, 'Type', 'Size?', 'Width?', 'Height?'], [isText, 'URL?']);

const CONTENTS: Record<keyof MsgContents, Check> = {
  TIMTextElem: contentOf([isText, 'Text']),
  TIMLocationElem: contentOf([isText, 'Desc?'], [isNumber, 'Latitude', 'Longitude']),
  TIMFaceElem: contentOf([isNumber, 'Index'], [isText, 'Data?']),
  TIMCustomElem: contentOf([isText, 'Data?', 'Desc?', 'Ext?', 'Sound?']),
  TIMSoundElem: contentOf([isText, 'Url?', 'UUID?'], [isNumber, 'Download_Flag?', 'Second?', 'Size?']),
  TIMImageElem: contentOf(
    [isText, 'UUID?'],
    [isNumber, 'ImageFormat?'],
    [listOf(isImageInfo), 'ImageInfoArray'],
  ),
  TIMFileElem: contentOf([isText, 'Url?', 'UUID?', 'FileName?'], [isNumber, 'Download_Flag?', 'FileSize?']),
  TIMVideoFileElem: contentOf(
    [isText, 'VideoUrl?', 'VideoUUID?', 'VideoFormat?', 'ThumbUrl?', 'ThumbUUID?', 'ThumbFormat?'],
    [isNumber, 'VideoSize?', 'VideoSecond?', 'VideoDownloadFlag?'],
    [isNumber, 'ThumbSize?', 'ThumbWidth?', 'ThumbHeight?', 'ThumbDownloadFlag?'],
  ),
  TIMRelayElem: contentOf(
    [isText, 'Title?', 'CompatibleText?'],
    [isNumber, 'MsgNum?'],
    [listOf(isText), 'AbstractList?'],
  ),
};

/** Whether a value is the content of an element of that type. */
export function isContentOf(type: keyof MsgContents, content: unknown): boolean {
  return CONTENTS[type](content);
}
