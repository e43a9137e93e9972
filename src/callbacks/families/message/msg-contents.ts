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
